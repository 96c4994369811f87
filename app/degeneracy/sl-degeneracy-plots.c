/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corner plot and the map of derivatives, from the newest answer. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/degeneracy/sl-degeneracy-private.h"
#include "app/desktop/sl-style.h"
#include "app/figures/sl-param-labels.h"

/* Colours of the map end at so many errors: what is stronger is easily measured. */
#define MOST_ERRORS 20.0

/* --- corner ----------------------------------------------------------------- */

/* Parameters of the answer that are shown: their numbers in it. */
static guint
shown_params (const SlDegeneracyAnswer *answer, guint index[SL_FIGURE_CORNER_MOST])
{
  guint n = 0;

  for (guint k = 0; k < answer->n_free && n < SL_FIGURE_CORNER_MOST; k++)
    if (sl_param_set_has (answer->state.shown, answer->id[k]))
      index[n++] = k;
  return n;
}

/* Whether two answers are of the same measurements, priors and galaxy. */
static gboolean
is_present (const SlBentAnswer *curved, const SlDegeneracyAnswer *answer)
{
  return sl_degeneracy_state_equal (&curved->state, &answer->state)
         && memcmp (curved->galaxy.value, answer->galaxy.value, sizeof answer->galaxy.value) == 0;
}

static gboolean
is_of (const SlPosteriorAnswer *sample, const SlDegeneracyAnswer *answer)
{
  return sl_degeneracy_state_equal (&sample->state, &answer->state)
         && memcmp (sample->galaxy.value, answer->galaxy.value, sizeof answer->galaxy.value) == 0;
}

/* Contours to second order between the parameters shown. Older ones go along with the galaxy, fainter, until
 * the newer ones are there. */
static GArray *
curved_contours (SlDegeneracyWindow *self, const guint *index, guint n, GPtrArray *keep)
{
  GArray *contours = g_array_new (FALSE, TRUE, sizeof (SlCornerContour));
  const SlDegeneracyAnswer *answer = self->answer;
  gboolean present;

  if (!self->curved || !self->show_curved)
    return contours;
  present = is_present (self->curved, answer);
  for (guint i = 0; i < self->curved->contours->len; i++)
    {
      const SlBentContour *c = g_ptr_array_index (self->curved->contours, i);
      SlCornerContour contour = { .n = c->n,
                                  .name = _ ("Forecast to second order"),
                                  .stroke = { SL_COLOUR_ORANGE, present ? (c->level ? 0.7 : 1.0) : 0.3,
                                              c->level ? 1.0 : 1.5, SL_DASH_DASHED } };
      double *x, *y;
      gboolean found[2] = { FALSE };

      for (guint k = 0; k < n; k++)
        {
          if (answer->id[index[k]] == c->row)
            contour.row = k, found[0] = TRUE;
          if (answer->id[index[k]] == c->column)
            contour.column = k, found[1] = TRUE;
        }
      if (!found[0] || !found[1])
        continue;
      x = g_new (double, c->n + 1);
      y = g_new (double, c->n + 1);
      for (gsize k = 0; k < c->n; k++)
        {
          x[k] = c->x[k] + answer->galaxy.value[c->column];
          y[k] = c->y[k] + answer->galaxy.value[c->row];
        }
      g_ptr_array_add (keep, x);
      g_ptr_array_add (keep, y);
      contour.x = x;
      contour.y = y;
      g_array_append_val (contours, contour);
    }
  return contours;
}

/* The sample's values of the parameters shown; NULL: it has other parameters, or there is none. */
static double *
cloud_of (SlDegeneracyWindow *self, const guint *index, guint n)
{
  const SlPosteriorAnswer *sample = self->sample;
  guint column[SL_FIGURE_CORNER_MOST];
  double *value;

  if (!sample || sample->n == 0)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      guint k = 0;

      while (k < sample->n_free && sample->id[k] != self->answer->id[index[i]])
        k++;
      if (k == sample->n_free)
        return NULL;
      column[i] = k;
    }
  value = g_new (double, sample->n *n);
  for (gsize s = 0; s < sample->n; s++)
    for (guint i = 0; i < n; i++)
      value[s * n + i] = sample->value[s * sample->n_free + column[i]];
  return value;
}

static SlPlot *
make_corner (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  SlCornerParam param[SL_FIGURE_CORNER_MOST];
  double covariance[SL_FIGURE_CORNER_MOST * SL_FIGURE_CORNER_MOST];
  SlCornerOptions o = { .param = param, .ranges = &self->ranges };
  guint index[SL_FIGURE_CORNER_MOST];
  g_autoptr (GPtrArray) keep = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) contours = NULL;
  g_autofree double *cloud = NULL;

  o.n = shown_params (answer, index);
  if (o.n == 0)
    return NULL;
  /* Another set of parameters has other axes. */
  if (!sl_param_set_equal (self->ranges_of, answer->state.shown))
    memset (&self->ranges, 0, sizeof self->ranges);
  self->ranges_of = answer->state.shown;
  for (guint i = 0; i < o.n; i++)
    {
      const SlParamId id = answer->id[index[i]];
      const SlParamLabel *label = sl_param_label_of (&answer->galaxy, id);
      const SlFisherForecast *f = &answer->forecast;

      param[i] = (SlCornerParam) { .name = _ (label->title),
                                   .symbol = label->symbol,
                                   .value = answer->galaxy.value[id],
                                   .error = f->n ? f->error[index[i]] : NAN,
                                   .error_alone = f->n ? f->error_alone[index[i]] : NAN,
                                   .prior = answer->state.prior[id] };
      sl_galaxy_range (&answer->galaxy, id, NULL, &param[i].lo, &param[i].hi);
      for (guint j = 0; j < o.n && answer->covariance; j++)
        covariance[i * o.n + j] = answer->covariance[index[i] * answer->n_free + index[j]];
    }
  o.covariance = answer->covariance && self->show_gaussian ? covariance : NULL;
  contours = curved_contours (self, index, o.n, keep);
  o.contours = (const SlCornerContour *) contours->data;
  o.n_contours = contours->len;
  if ((cloud = cloud_of (self, index, o.n)))
    o.cloud =
        (SlCornerCloud) { cloud, self->sample->n, self->sample->believed && is_of (self->sample, answer) };
  return sl_figure_corner (&o);
}

/* --- derivatives -------------------------------------------------------------- */

static SlPlot *
make_jacobian (SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;
  const SlParamId gradient = sl_session_get_gradient (self->session);
  const guint n = answer->state.n, columns = answer->n_free;
  g_autoptr (GPtrArray) row_name = g_ptr_array_new_with_free_func (g_free),
                        row_symbol = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **column_name = g_new0 (const char *, columns + 1),
                        **column_symbol = g_new0 (const char *, columns + 1);
  g_autofree double *value = g_new (double, (gsize) (n + 1) * (columns + 1));
  SlJacobianOptions o = { .n_columns = columns, .most = MOST_ERRORS, .unit = "σ", .column = -1 };

  for (guint i = 0; i < n; i++)
    {
      if (!answer->state.measurement[i].on || isnan (answer->value[i]))
        continue;
      g_ptr_array_add (row_name, sl_degeneracy_words (self, answer->state.measurement[i].name));
      g_ptr_array_add (row_symbol, sl_degeneracy_symbol (self, answer->state.measurement[i].name));
      memcpy (value + (gsize) o.n_rows++ * columns, answer->effect + (gsize) i * columns,
              columns * sizeof *value);
    }
  if (o.n_rows == 0 || columns == 0)
    return NULL;
  for (guint k = 0; k < columns; k++)
    {
      const SlParamLabel *label = sl_param_label_of (&answer->galaxy, answer->id[k]);

      column_name[k] = _ (label->title);
      column_symbol[k] = label->symbol;
      if (answer->id[k] == gradient)
        o.column = (int) k;
    }
  o.value = value;
  o.row_name = (const char *const *) row_name->pdata;
  o.row_symbol = (const char *const *) row_symbol->pdata;
  o.column_name = column_name;
  o.column_symbol = column_symbol;
  return sl_figure_jacobian (&o);
}

/* A click on the map makes a parameter that of the gradients, in the galaxy's window too. */
static void
clicked_cb (SlPlotView *view, guint panel, double x, double y, SlDegeneracyWindow *self)
{
  const SlDegeneracyAnswer *answer = self->answer;

  if (answer && x >= 0.0 && x < answer->n_free)
    sl_session_set_gradient (self->session, answer->id[(guint) x]);
}

/* --- both ----------------------------------------------------------------------- */

static const struct {
  const char *name, *title, *empty; /* title and empty: marked for translation */
  SlPlot *(*make) (SlDegeneracyWindow *self);
} plot_table[SL_DEGENERACY_N_PLOTS] = {
  [SL_DEGENERACY_CORNER] = { "corner", N_ ("What the measurements leave open"),
                             N_ ("Show a parameter with its eye in the list at the left"), make_corner },
  [SL_DEGENERACY_JACOBIAN] = { "jacobian", N_ ("How strongly each measurement answers"),
                               N_ ("Choose a measurement and a parameter at the left"), make_jacobian },
};

void
sl_degeneracy_plots_redraw (SlDegeneracyWindow *self)
{
  for (guint i = 0; i < SL_DEGENERACY_N_PLOTS && self->answer; i++)
    {
      g_autoptr (SlPlot) plot = plot_table[i].make (self);

      if (!plot)
        sl_plot_view_set_placeholder (self->view[i], _ (plot_table[i].empty));
      sl_plot_view_set_plot (self->view[i], plot);
    }
}

void
sl_degeneracy_plots_add (SlDegeneracyWindow *self)
{
  for (guint i = 0; i < SL_DEGENERACY_N_PLOTS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.export('%s')", plot_table[i].name);
      g_autoptr (GMenu) menu = g_menu_new ();

      g_menu_append (menu, _ ("_Save Figure…"), action);
      self->view[i] = SL_PLOT_VIEW (sl_plot_view_new ());
      sl_plot_view_set_placeholder (self->view[i], _ ("Loading the SSP library…"));
      self->card[i] = SL_PLOT_CARD (
          sl_plot_card_new (_ (plot_table[i].title), GTK_WIDGET (self->view[i]), G_MENU_MODEL (menu)));
      if (i == SL_DEGENERACY_CORNER)
        sl_plot_grid_append (self->grid, GTK_WIDGET (self->card[i]));
      else
        {
          gtk_widget_set_hexpand (GTK_WIDGET (self->card[i]), TRUE);
          gtk_box_append (self->map_box, GTK_WIDGET (self->card[i]));
        }
    }
  sl_plot_grid_set_shape (self->grid, 1, FALSE);
  g_signal_connect (self->view[SL_DEGENERACY_JACOBIAN], "clicked", G_CALLBACK (clicked_cb), self);
}

SlPlotView *
sl_degeneracy_window_get_view (SlDegeneracyWindow *self, const char *figure)
{
  g_return_val_if_fail (SL_IS_DEGENERACY_WINDOW (self), NULL);
  for (guint i = 0; i < SL_DEGENERACY_N_PLOTS; i++)
    if (strcmp (plot_table[i].name, figure) == 0)
      return self->view[i];
  return NULL;
}

void
sl_degeneracy_plots_style (SlDegeneracyWindow *self)
{
  g_autofree char *palette = self->settings ? g_settings_get_string (self->settings, "palette") : NULL;
  double scale;

  self->projector = self->settings && g_settings_get_boolean (self->settings, "projector");
  scale =
      sl_style_apply_window (GTK_WIDGET (self), self->projector, self->grid, GTK_WIDGET (self->panel_box));
  for (guint i = 0; i < SL_DEGENERACY_N_PLOTS; i++)
    sl_style_apply (self->view[i], sl_style_palette (palette), scale);
}
