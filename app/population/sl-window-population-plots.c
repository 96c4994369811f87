/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows answers: plots, figures and numbers in the status bar. */
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/desktop/sl-style.h"
#include "app/figures/sl-population-labels.h"
#include "app/population/sl-window-population-private.h"
#include "ui/widgets/sl-number.h"

/* The rate is of the last second; it disappears when nothing moves. */
#define RATE_US G_USEC_PER_SEC
#define RATE_TICK_MS 250

static const struct {
  const char *title;
  SlPlot *(*make) (const SlPopulationFigureOptions *options);
} plot_table[] = {
  [SL_POPULATION_PLOT_COUNTS] = { N_ ("Galaxies by magnitude"), sl_figure_population_counts },
  [SL_POPULATION_PLOT_MAP] = { N_ ("Magnitude and colour"), sl_figure_population_map },
};

/* --- making ---------------------------------------------------------------- */

static gboolean
same_bins (const SlPopulationAnswer *a, const SlPopulationAnswer *b)
{
  return a->result->n_bins == b->result->n_bins && a->spec.bin_lo == b->spec.bin_lo
         && a->spec.bin_hi == b->spec.bin_hi && a->spec.observed == b->spec.observed
         && a->spec.magnitude == b->spec.magnitude;
}

static int
find_focus (SlPopulationWindow *self, const SlPopulationAnswer *answer, SlPopPhi *phi)
{
  return sl_population_label_find (&answer->spec, sl_population_document_get_focus (self->document), phi);
}

static void
redraw_plot (SlPopulationWindow *self, guint i)
{
  const SlPopulationAnswer *answer = self->answer;
  SlPopulationFigureOptions o = { .focus = -1, .focus_symbol = "", .focus_unit = "", .ranges = &self->ranges,
                                  .log = self->log_counts };
  g_autofree char *symbol = NULL;
  SlPopulationSpec spec;
  SlPopPhi phi[SL_POP_MAX_PHI];
  g_autoptr (SlPlot) plot = NULL;

  if (!answer)
    return;
  spec = answer->spec;
  /* The cut follows the hand before an answer arrives. */
  if (i == SL_POPULATION_PLOT_MAP)
    spec.cut = sl_population_document_get_state (self->document)->spec.cut;
  o.spec = &spec;
  o.result = answer->result;
  o.scale = sl_population_answer_scale (answer);
  if (self->gradient && same_bins (answer, self->gradient)
      && (o.focus = find_focus (self, self->gradient, phi)) >= 0)
    {
      o.gradient = self->gradient->result;
      o.gradient_scale = sl_population_answer_scale (self->gradient);
      o.stale = self->gradient->generation != answer->generation;
    }
  else
    /* The gradient by this parameter has not arrived yet. */
    o.focus = find_focus (self, answer, phi);
  if (o.focus >= 0)
    {
      o.focus_symbol = symbol =
          sl_population_label_symbol (o.gradient ? &self->gradient->spec : &spec, &phi[o.focus]);
      o.focus_unit = sl_population_label_unit (&spec, &phi[o.focus]);
    }
  if (self->preview && self->show_preview && o.gradient && same_bins (answer, self->preview)
      && self->preview->result->n_phi == o.gradient->n_phi
      && g_strcmp0 (self->preview_name, sl_population_document_get_focus (self->document)) == 0)
    {
      o.preview = self->preview->result;
      o.preview_scale = sl_population_answer_scale (self->preview);
      o.preview_step = sl_population_get (&spec, &phi[o.focus]) - self->preview_value;
    }
  plot = plot_table[i].make (&o);
  sl_plot_view_set_plot (self->view[i], plot);
}

void
sl_population_window_redraw (SlPopulationWindow *self)
{
  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    redraw_plot (self, i);
}

/* --- numbers --------------------------------------------------------------- */

static void
show_figures (SlPopulationWindow *self)
{
  const SlPopulationAnswer *answer = self->answer;
  const double *moment = answer->result->moment, scale = sl_population_answer_scale (answer);
  g_autofree char *n = sl_population_label_count (scale * moment[3]),
                  *past = sl_population_label_count (scale * moment[1]);
  g_autofree char *part = sl_number_format (moment[3] > 0.0 ? 100.0 * moment[1] / moment[3] : NAN, 1);
  g_autofree char *percent = g_strdup_printf (_ ("%s %%"), part);
  g_autofree char *mean = sl_number_format (moment[1] > 0.0 ? moment[2] / moment[1] : NAN, 2);
  const char *const text[SL_POPULATION_N_FIGURES] = { n, past, percent, mean };

  for (guint i = 0; i < SL_POPULATION_N_FIGURES; i++)
    gtk_label_set_text (self->figure[i], text[i]);
}

static gboolean
rate_cb (gpointer data)
{
  SlPopulationWindow *self = data;
  const gint64 now = g_get_monotonic_time ();
  guint n = 0;

  for (guint i = 0; i < MIN (self->n_shown, G_N_ELEMENTS (self->shown_us)); i++)
    n += now - self->shown_us[i] < RATE_US;
  if (n < 2)
    {
      gtk_label_set_text (self->status_rate, "");
      self->rate_id = 0;
      return G_SOURCE_REMOVE;
    }
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("%u frames/s"), n);

      gtk_label_set_text (self->status_rate, text);
    }
  return G_SOURCE_CONTINUE;
}

static void
show_status (SlPopulationWindow *self)
{
  g_autofree char *ms = sl_number_format (1e3 * self->answer->took_s, 0),
                  *took = g_strdup_printf (_ ("%s ms"), ms);
  const char *engine = sl_population_worker_get_description (self->worker);

  gtk_label_set_text (self->status_ms, took);
  if (engine)
    gtk_label_set_text (self->status_engine, engine);
}

/* --- answers --------------------------------------------------------------- */

static void
replace (SlPopulationAnswer **place, SlPopulationAnswer *answer)
{
  SlPopulationAnswer *old = *place;

  *place = answer ? sl_population_answer_ref (answer) : NULL;
  if (old)
    sl_population_answer_unref (old);
}

void
sl_population_window_take (SlPopulationWindow *self, SlPopulationAnswer *answer)
{
  if (!answer->sketch || !self->answer)
    replace (&self->answer, answer);
  if (answer->result->gradient)
    {
      replace (&self->gradient, answer);
      sl_population_panel_set_sensitivities (self->panel, &answer->spec, answer->result,
                                             sl_population_answer_scale (answer));
    }
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  self->pending = TRUE;
  memset (self->painted, 0, sizeof self->painted);
  sl_population_window_redraw (self);
  show_figures (self);
  if (!answer->sketch)
    show_status (self);
}

/* The gradient where the drag begins is the slope of the tangent preview. */
void
sl_population_window_drag (SlPopulationWindow *self, gboolean begins)
{
  SlPopPhi phi[SL_POP_MAX_PHI];
  int k;

  replace (&self->preview, NULL);
  g_clear_pointer (&self->preview_name, g_free);
  if (!begins)
    {
      sl_population_window_redraw (self);
      return;
    }
  if (!self->gradient || self->gradient->sketch || self->gradient->generation != self->posted
      || (k = find_focus (self, self->gradient, phi)) < 0)
    return;
  replace (&self->preview, self->gradient);
  self->preview_name = g_strdup (sl_population_document_get_focus (self->document));
  self->preview_value = sl_population_get (&self->gradient->spec, &phi[k]);
}

void
sl_population_window_forget (SlPopulationWindow *self)
{
  replace (&self->answer, NULL);
  replace (&self->gradient, NULL);
  replace (&self->preview, NULL);
  g_clear_pointer (&self->preview_name, g_free);
  g_clear_handle_id (&self->rate_id, g_source_remove);
}

/* --- events ---------------------------------------------------------------- */

static void
painted_cb (SlPlotView *view, guint64 serial, SlPopulationWindow *self)
{
  gboolean all = TRUE;

  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    {
      self->painted[i] |= self->view[i] == view;
      all &= self->painted[i];
    }
  if (!all || !self->pending)
    return;
  self->pending = FALSE;
  self->shown_us[self->n_shown++ % G_N_ELEMENTS (self->shown_us)] = g_get_monotonic_time ();
  if (!self->rate_id)
    self->rate_id = g_timeout_add (RATE_TICK_MS, rate_cb, self);
  sl_population_window_all_painted (self);
}

/* Both plots show the same magnitude. */
static void
hover_cb (SlPlotView *view, GParamSpec *pspec, SlPopulationWindow *self)
{
  double value = 0.0;
  const char *kind = sl_plot_view_get_link (view, &value);

  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    sl_plot_view_set_link (self->view[i], self->view[i] == view ? NULL : kind, value);
}

static void
handle_begin_cb (SlPlotView *view, const char *id, SlPopulationWindow *self)
{
  self->held = strcmp (id, SL_FIGURE_POPULATION_CUT) == 0;
  if (self->held)
    sl_population_document_begin_drag (self->document, _ ("Cut in colour"));
}

static void
handle_moved_cb (SlPlotView *view, const char *id, double x, double y, SlPopulationWindow *self)
{
  SlPopulationState state = *sl_population_document_get_state (self->document);
  const double margin = 0.01 * (state.spec.map_hi - state.spec.map_lo);

  /* Undo and other changes end the drag while the handle is still held. */
  if (!self->held || !sl_population_document_get_dragging (self->document))
    return;
  /* To 0.001, like the slider. */
  state.spec.cut = round (1e3 * CLAMP (y, state.spec.map_lo + margin, state.spec.map_hi - margin)) / 1e3;
  sl_population_document_change (self->document, &state, _ ("Cut in colour"));
  redraw_plot (self, SL_POPULATION_PLOT_MAP);
}

static void
handle_end_cb (SlPlotView *view, const char *id, gboolean cancelled, SlPopulationWindow *self)
{
  if (!self->held)
    return;
  self->held = FALSE;
  if (cancelled)
    sl_population_document_cancel_drag (self->document);
  else
    sl_population_document_end_drag (self->document);
}

void
sl_population_window_add_plots (SlPopulationWindow *self)
{
  static const struct { const char *title, *help; } figures[SL_POPULATION_N_FIGURES] = {
    { N_ ("galaxies"), N_ ("Galaxies in the population") },
    { N_ ("past the cut"), N_ ("Galaxies redder than the cut") },
    { N_ ("of all"), N_ ("Fraction of galaxies redder than the cut") },
    { N_ ("mean magnitude"), N_ ("Mean magnitude of galaxies redder than the cut") },
  };
  GMenuModel *const menus[SL_POPULATION_N_PLOTS] = { G_MENU_MODEL (self->counts_menu),
                                                     G_MENU_MODEL (self->map_menu) };

  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    {
      self->view[i] = SL_PLOT_VIEW (sl_plot_view_new ());
      sl_plot_view_set_placeholder (self->view[i], _ ("Loading the SSP library…"));
      self->card[i] =
          SL_PLOT_CARD (sl_plot_card_new (_ (plot_table[i].title), GTK_WIDGET (self->view[i]), menus[i]));
      g_signal_connect (self->view[i], "painted", G_CALLBACK (painted_cb), self);
      g_signal_connect (self->view[i], "notify::hover-x", G_CALLBACK (hover_cb), self);
      g_signal_connect (self->view[i], "handle-begin", G_CALLBACK (handle_begin_cb), self);
      g_signal_connect (self->view[i], "handle-moved", G_CALLBACK (handle_moved_cb), self);
      g_signal_connect (self->view[i], "handle-end", G_CALLBACK (handle_end_cb), self);
      sl_plot_grid_append (self->grid, GTK_WIDGET (self->card[i]));
    }
  sl_plot_grid_set_shape (self->grid, 1, FALSE);
  sl_plot_view_align_with (self->view[1], self->view[0]);
  for (guint i = 0; i < SL_POPULATION_N_FIGURES; i++)
    {
      GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", _ (figures[i].title), "xalign", 0.0,
                                       "ellipsize", PANGO_ELLIPSIZE_END, NULL);

      self->figure[i] = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "label", "–", "xalign", 0.0, NULL));
      gtk_widget_add_css_class (GTK_WIDGET (self->figure[i]), "sl-population-figure");
      gtk_widget_add_css_class (GTK_WIDGET (self->figure[i]), "numeric");
      gtk_widget_add_css_class (title, "sl-population-figure-title");
      gtk_widget_set_tooltip_text (column, _ (figures[i].help));
      gtk_accessible_update_relation (GTK_ACCESSIBLE (self->figure[i]), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      title, NULL, -1);
      gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->figure[i]));
      gtk_box_append (GTK_BOX (column), title);
      gtk_box_append (self->figures_box, column);
    }
}

void
sl_population_window_style (SlPopulationWindow *self)
{
  g_autofree char *palette = self->settings ? g_settings_get_string (self->settings, "palette") : NULL;
  double scale;

  self->projector = self->settings && g_settings_get_boolean (self->settings, "projector");
  self->show_preview = !self->settings || g_settings_get_boolean (self->settings, "tangent");
  scale =
      sl_style_apply_window (GTK_WIDGET (self), self->projector, self->grid, GTK_WIDGET (self->panel_box));
  for (guint i = 0; i < SL_POPULATION_N_PLOTS; i++)
    sl_style_apply (self->view[i], sl_style_palette (palette), scale);
}
