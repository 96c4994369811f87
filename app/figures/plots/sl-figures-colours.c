/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour–colour diagram: a track over cosmic time, and arrows for the effect of parameters on the galaxy as
 * observed. */
#include "app/figures/sl-figures-direction.h"

#include <glib/gi18n.h>

/* The first is along x, the second along y. */
static const char *const blue_histories[] = { "rest:LSST/u-g", "rest:LSST/g-r", NULL };
static const char *const red_histories[] = { "rest:LSST/r-i", "rest:LSST/g-r", NULL };
static const SlFigureValue against_values[] = {
  { .name = "u-g", .title = "u−g" }, { .name = "r-i", .title = "r−i", .histories = red_histories }, { NULL },
};
static const SlFigureChoice choices[] = { { "against", N_ ("Horizontal axis"), against_values }, { NULL } };

static const char *const x_titles[] = { N_ ("rest-frame <i>u</i>−<i>g</i> [mag]"),
                                       N_ ("rest-frame <i>r</i>−<i>i</i> [mag]") };
static const char *const x_names[] = { "u−g", "r−i" };

/* Arrows show a change by this part of a parameter's range. */
#define ARROW_PART 0.1
#define ARROW_SHOWS 0.004 /* mag: shorter ones are not drawn */

#define EPOCH_APART 2.0 /* Gyr */
#define ASIDE 0.4 /* Gyr: distance over which the track's slope is taken */
#define NAME_BESIDE 0.035 /* of the axis */

enum { AXIS_X, AXIS_Y = 2 }; /* two each, for the choices of x */

typedef struct {
  SlPlot *plot;
  guint panel;
  const SlResult *result;
  const SlFigureOptions *options;
  gsize row[2];
  double height;           /* of the y axis */
  SlEngine *engine;
  const char *const *histories; /* of both axes */
} Track;

static double
slope_now (const Track *t, guint axis, const SlFigureDirection *along)
{
  g_autofree double *slope = sl_figure_direction_slope (along, t->result, t->row[axis]);

  return sl_figure_value_now (t->result, slope);
}

static double
value_now (const Track *t, guint axis)
{
  return sl_figure_value_seen (t->engine, t->result, t->options->galaxy, t->histories[axis],
                               t->result->hist + t->row[axis] * t->result->n_epochs);
}

/* A tenth of the parameter's range, rounded to one digit. */
static double
arrow_step (const SlGalaxy *galaxy, SlParamId p)
{
  double lo, hi, power, step;

  sl_galaxy_range (galaxy, p, NULL, &lo, &hi);
  step = ARROW_PART * (hi - lo);
  power = pow (10.0, floor (log10 (step)));
  return power * (step < 1.5 * power ? 1.0 : step < 3.5 * power ? 2.0 : step < 7.5 * power ? 5.0 : 10.0);
}

/* Adds an arrow and its step to the caption. */
static void
add_arrow (const Track *t, const SlFigureDirection *along, SlColour colour, GString *caption)
{
  const SlParamInfo *info = sl_param_info (along->along[0]);
  const double step = arrow_step (t->options->galaxy, along->along[0]);
  const SlStroke stroke = { colour, 0.0, 1.25, SL_DASH_SOLID };
  g_autofree char *symbol = sl_figure_direction_symbol (along), *names = sl_figure_direction_names (along);
  double dx = slope_now (t, 0, along) * step, dy = slope_now (t, 1, along) * step;

  if (!isfinite (dx + dy) || hypot (dx, dy) < ARROW_SHOWS)
    return;
  sl_plot_add_arrow (t->plot, t->panel, value_now (t, 0), value_now (t, 1), dx, dy, &stroke, symbol);
  g_string_append_printf (caption, "%s%s: %g%s%s", caption->len ? ", " : "", names, step,
                          *info->unit ? " " : "", info->unit);
}

/* Whether the track falls towards the right there, so that there is space above it. */
static gboolean
falls (const Track *t, const SlResult *r, double epoch)
{
  double d[2];

  for (guint axis = 0; axis < 2; axis++)
    {
      const double *y = r->hist + t->row[axis] * r->n_epochs;

      d[axis] = sl_figure_at (r->epoch_t, y, r->n_epochs, epoch + ASIDE)
                - sl_figure_at (r->epoch_t, y, r->n_epochs, epoch - ASIDE);
    }
  return d[0] * d[1] < 0.0;
}

/* Dots at some epochs, so that time can be read along the track. */
static void
add_epochs (const Track *t, const SlResult *r, SlColour colour, gboolean labels)
{
  static const double epochs[] = { 1.0, 2.0, 4.0, 8.0, 12.0 };

  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++)
    {
      double x = sl_figure_at (r->epoch_t, r->hist + t->row[0] * r->n_epochs, r->n_epochs, epochs[i]);
      double y = sl_figure_at (r->epoch_t, r->hist + t->row[1] * r->n_epochs, r->n_epochs, epochs[i]);
      /* Translators: a time after the Big Bang; with a leading blank */
      g_autofree char *label = g_strdup_printf (_ (" %g Gyr"), epochs[i]);
      g_autofree char *name = g_strdup_printf (_ ("At %g Gyr"), epochs[i]);

      if (!isfinite (x + y))
        continue;
      sl_plot_add_point (t->plot, t->panel, x, y, colour, name);
      /* The epoch of observation has its own dot. */
      if (labels && fabs (epochs[i] - r->t_obs) > EPOCH_APART)
        sl_plot_add_text (t->plot, t->panel, x,
                          y + (falls (t, r, epochs[i]) ? 1.0 : -1.0) * NAME_BESIDE * t->height, FALSE,
                          SL_ANCHOR_START, SL_COLOUR_INK, label);
    }
}

static void
add_track (const Track *t, const SlResult *r, const double *x, const double *y, const SlTrackOptions *options)
{
  sl_plot_add_track (t->plot, t->panel, x, y, r->epoch_t, r->n_epochs, options);
}

static void
add_preview (const Track *t)
{
  const SlResult *preview = t->options->preview;
  const SlFigureDirection along = sl_figure_direction (t->options);
  const guint n = preview->n_epochs;
  g_autofree double *moved = g_new (double, 2 * n);

  for (guint axis = 0; axis < 2; axis++)
    {
      const double *f = preview->hist + t->row[axis] * n;
      g_autofree double *df = sl_figure_direction_slope (&along, preview, t->row[axis]);

      for (guint i = 0; i < n; i++)
        moved[axis * n + i] = f[i] + df[i] * t->options->preview_step;
    }
  add_track (t, preview, moved, moved + n, &(SlTrackOptions) {
    .name = _ ("Tangent"), .stroke = { SL_COLOUR_VERMILLION, 0.7, 0.75, SL_DASH_DASHED },
    .along_name = "t", .along_unit = "Gyr",
  });
}

static void
set_axes (Track *t, guint against)
{
  static const SlFigureAxisRule rule = { .least = 0.2 };
  double lo[2] = { INFINITY, INFINITY }, hi[2] = { -INFINITY, -INFINITY };

  for (guint axis = 0; axis < 2; axis++)
    {
      SlParamId more[SL_FIGURE_MAX_MORE];
      const guint n = sl_figure_more (t->options, more);

      sl_figure_extend (&lo[axis], &hi[axis], t->result->hist + t->row[axis] * t->result->n_epochs,
                        t->result->n_epochs);
      for (guint i = 0; i < t->options->n_pins; i++)
        sl_figure_extend (&lo[axis], &hi[axis],
                          t->options->pins[i].result->hist + t->row[axis] * t->result->n_epochs,
                          t->result->n_epochs);
      for (guint i = 0; i <= n; i++)
        {
          const SlFigureDirection along =
              i < n ? sl_figure_direction_of (t->options, more[i]) : sl_figure_direction (t->options);
          double tip = value_now (t, axis)
                       + slope_now (t, axis, &along) * arrow_step (t->options->galaxy, along.along[0]);

          /* A linear extrapolation far beyond the track is meaningless. */
          tip = CLAMP (tip, lo[axis] - 0.3, hi[axis] + 0.3);
          sl_figure_extend (&lo[axis], &hi[axis], &tip, 1);
        }
      sl_figure_settle (t->options, (axis ? AXIS_Y : AXIS_X) + against, &rule, &lo[axis], &hi[axis]);
    }
  t->height = hi[1] - lo[1];
  sl_plot_set_x (t->plot, SL_SCALE_LINEAR, lo[0], hi[0], _ (x_titles[against]));
  sl_plot_set_y (t->plot, t->panel, SL_SCALE_LINEAR, lo[1], hi[1], _ ("rest-frame <i>g</i>−<i>r</i> [mag]"));
}

static void
set_caption (const Track *t, const char *description, const char *arrows)
{
  g_autoptr (GString) caption = g_string_new (description);

  if (*arrows)
    /* Translators: %s is a list of parameters and steps, as lg_qt: 0.2 */
    g_string_append_printf (caption,
                            _ (". Arrows: effect of a change by about a tenth of a slider’s range (%s)."),
                            arrows);
  sl_plot_set_caption (t->plot, caption->str);
}

static SlPlot *
make_colours (const SlFigureInfo *info, SlEngine *engine, const SlResult *result,
              const SlFigureOptions *options)
{
  const char *const *histories = sl_figure_histories (info, options);
  const guint against = histories != blue_histories;
  Track t = { .plot = sl_plot_new (options->title), .result = result, .options = options, .engine = engine,
              .histories = histories };
  const SlColour colour = options->n_pins ? SL_COLOUR_INK : SL_COLOUR_BLUE;
  g_autoptr (GString) arrows = g_string_new (NULL);
  g_autofree char *name = g_strdup_printf (_ ("g−r against %s"), x_names[against]);
  const SlFigureDirection along = sl_figure_direction (options);
  SlParamId more[SL_FIGURE_MAX_MORE];
  guint n_more = sl_figure_more (options, more);

  for (guint axis = 0; axis < 2; axis++)
    t.row[axis] = MAX (sl_engine_find_observable_history (engine, histories[axis]), 0);
  t.panel = sl_plot_add_panel (t.plot, 1.0);
  set_axes (&t, against);
  for (guint i = 0; i < options->n_pins; i++)
    {
      const SlFigurePin *pin = &options->pins[i];
      g_autofree char *label = g_markup_escape_text (pin->name, -1);

      add_track (&t, pin->result, pin->result->hist + t.row[0] * pin->result->n_epochs,
                 pin->result->hist + t.row[1] * pin->result->n_epochs,
                 &(SlTrackOptions) {
                     .name = pin->name,
                     .label = label,
                     .stroke = { sl_figure_pin_colour (pin->colour), 0.7, 1.0, SL_DASH_SOLID },
                     .along_name = "t",
                     .along_unit = "Gyr",
                 });
      add_epochs (&t, pin->result, sl_figure_pin_colour (pin->colour), FALSE);
    }
  if (options->preview && options->preview_step != 0.0)
    add_preview (&t);
  add_track (&t, result, result->hist + t.row[0] * result->n_epochs,
             result->hist + t.row[1] * result->n_epochs,
             &(SlTrackOptions) {
                 .name = name,
                 .label = options->n_pins ? _ ("this galaxy") : NULL,
                 .stroke = { colour, 0.0, 1.5, SL_DASH_SOLID },
                 .along_name = "t",
                 .along_unit = "Gyr",
             });
  add_epochs (&t, result, colour, TRUE);
  sl_plot_add_point (t.plot, t.panel, value_now (&t, 0), value_now (&t, 1), SL_COLOUR_INK,
                     _ ("As observed"));
  for (guint i = 0; i < n_more; i++)
    {
      const SlFigureDirection alone = sl_figure_direction_of (options, more[i]);

      add_arrow (&t, &alone, sl_figure_more_colour (i), arrows);
    }
  add_arrow (&t, &along, SL_COLOUR_ORANGE, arrows);
  set_caption (&t, _ (info->description), arrows->str);
  return t.plot;
}

const SlFigureInfo sl_figure_kind_colour_colour = {
  .name = "colour-colour",
  .title = N_ ("Colour–colour diagram"),
  .description = N_ (
      "The galaxy’s track in a colour–colour diagram over cosmic time, and how parameters move it"),
  .want = SL_REQUEST_HISTORIES,
  .want_gradient = SL_REQUEST_HISTORIES | SL_REQUEST_HISTORY_JACOBIAN,
  .more_gradients = TRUE,
  .furniture_mm = 16.0,
  .aspect = 0.75,
  .histories = blue_histories,
  .choices = choices,
  .make = make_colours,
};
