/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plots of a population: counts by magnitude, the gradient of every bin, and the map of colour and magnitude.
 */
#include "app/figures/sl-figures-population.h"

#include <math.h>

#include <glib/gi18n.h>

#include "app/figures/sl-figures-private.h"
#include "app/figures/sl-figures-distributions.h"
#include "app/figures/sl-population-labels.h"
#include "ui/widgets/sl-number.h"

#define COUNTS_SHARE 1.5
/* Lower end of a logarithmic axis, galaxies per bin. */
#define LEAST_COUNT 0.5
#define DECADES 6.0
/* Outer bins with less than this fraction of the fullest are left out. */
#define EMPTY 2e-4
#define EDGE_BINS 2
/* Limits of an axis of magnitudes are multiples of this. */
#define MAGNITUDE_STEP 1.0
#define STALE 0.4
/* lg of the map's lowest colour: a single galaxy (lg 1 = 0) is then visible. */
#define MAP_LEAST -0.3
/* Outer colours with less than this fraction of all galaxies are left out, beyond a margin in mag. */
#define MAP_EMPTY 1e-4
#define MAP_MARGIN 0.1

enum { AXIS_COUNTS, AXIS_COUNTS_LOG, AXIS_GRADIENT, AXIS_X, AXIS_COLOUR };

typedef struct {
  const SlPopulationFigureOptions *o;
  guint n;
  double *edge;              /* (n + 1) */
  double step;               /* mag */
  const char *band;
} Bins;

static void
bins_init (Bins *b, const SlPopulationFigureOptions *o)
{
  b->o = o;
  b->n = o->result->n_bins;
  b->step = (o->spec->bin_hi - o->spec->bin_lo) / b->n;
  b->edge = g_new (double, b->n + 1);
  for (guint i = 0; i <= b->n; i++)
    b->edge[i] = o->spec->bin_lo + i * b->step;
  b->band = sl_population_label_band (o->spec, o->spec->magnitude);
}

static void
bins_clear (Bins *b)
{
  g_free (b->edge);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bins, bins_clear)

/* Axis from the first bin with galaxies to the last, with round limits. */
static void
set_magnitudes (SlPlot *plot, const Bins *b, double *from, double *to)
{
  const SlPopulationFigureOptions *o = b->o;
  g_autofree char *title = g_strdup_printf (o->spec->observed ? _ ("observed <i>%s</i> [mag]")
                                            : _ ("absolute <i>%s</i> [mag]"), b->band);
  double top = 0.0, lo, hi;
  guint first = 0, last = b->n;

  for (guint i = 0; i < b->n; i++)
    top = MAX (top, o->result->all[i]);
  while (first + 1 < last && o->result->all[first] <= EMPTY * top)
    first++;
  while (last > first + 1 && o->result->all[last - 1] <= EMPTY * top)
    last--;
  lo =
      MAX (floor ((b->edge[first] - EDGE_BINS * b->step) / MAGNITUDE_STEP) * MAGNITUDE_STEP, o->spec->bin_lo);
  hi = MIN (ceil ((b->edge[last] + EDGE_BINS * b->step) / MAGNITUDE_STEP) * MAGNITUDE_STEP, o->spec->bin_hi);
  sl_figure_keep_range (o->ranges, AXIS_X, o->spec->bin_lo, o->spec->bin_hi, &lo, &hi);
  sl_plot_set_x (plot, SL_SCALE_LINEAR, lo, hi, title);
  sl_plot_set_link (plot, SL_FIGURE_LINK_MAGNITUDE, 1.0);
  *from = lo, *to = hi;
}

/* Counts as a line of steps, none below foot. */
static void
steps (const Bins *b, const double *count, double scale, double foot, double **x, double **y)
{
  g_autofree double *scaled = g_new (double, b->n);

  for (guint i = 0; i < b->n; i++)
    scaled[i] = MAX (scale * count[i], foot);
  sl_figure_steps (b->edge, scaled, b->n, x, y);
}

static void
add_counts (SlPlot *plot, const Bins *b, const double *count, double foot, SlColour colour, double alpha,
            double fill, const char *name)
{
  g_autofree double *x = NULL, *y = NULL, *zero = g_new (double, 2 * b->n);

  steps (b, count, b->o->scale, foot, &x, &y);
  for (guint i = 0; i < 2 * b->n; i++)
    zero[i] = foot;
  if (fill > 0.0)
    sl_plot_add_ribbon (plot, 0, x, zero, y, 2 * b->n, colour, fill, NULL, NULL);
  sl_plot_add_series (plot, 0, x, y, 2 * b->n,
                      &(SlSeriesOptions) { .name = name,
                                           .label = name,
                                           .label_x = NAN,
                                           .stroke = { colour, alpha, 1.0, SL_DASH_SOLID },
                                           .unit = "" });
}

/* Tangent preview: the counts at the start of the drag, extrapolated with their gradient. */
static void
add_preview (SlPlot *plot, const Bins *b, double foot)
{
  const SlPopulationFigureOptions *o = b->o;
  g_autofree double *preview = g_new (double, b->n), *x = NULL, *y = NULL;

  if (!o->preview || o->focus < 0 || o->preview_step == 0.0)
    return;
  for (guint i = 0; i < b->n; i++)
    preview[i] = o->preview->cut[i]
               + o->preview->derivative[(gsize) i * o->preview->n_phi + o->focus] * o->preview_step;
  steps (b, preview, o->preview_scale, o->log ? foot : -INFINITY, &x, &y);
  sl_plot_add_series (plot, 0, x, y, 2 * b->n, &(SlSeriesOptions){
    .name = _ ("tangent"), .label = _ ("tangent"), .label_x = NAN, .unit = "",
    .stroke = { SL_COLOUR_INK, 0.9, 0.9, SL_DASH_DASHED } });
}

/* number: in the locale of people, or of files. */
static char *
cut_words (const SlPopulationSpec *spec, const char *number)
{
  return g_strdup_printf ("%s − %s > %s", sl_population_label_band (spec, spec->blue),
                          sl_population_label_band (spec, spec->red), number);
}

/* Lower panel: the derivative of each bin. */
static void
add_gradient (SlPlot *plot, const Bins *b, double middle)
{
  const SlPopulationFigureOptions *o = b->o;
  const SlFigureOptions ranges = { .ranges = o->ranges };
  const gboolean has = o->gradient && o->focus >= 0 && (guint) o->focus < o->gradient->n_phi;
  g_autofree double *d = g_new0 (double, b->n), *x = NULL, *y = NULL, *part = g_new (double, 2 * b->n),
                    *zero = NULL;
  g_autofree char *title = NULL;
  double lo = INFINITY, hi = -INFINITY;
  const guint panel = sl_plot_add_panel (plot, 1.0);

  for (guint i = 0; i < b->n && has; i++)
    d[i] = o->gradient_scale * o->gradient->derivative[(gsize) i * o->gradient->n_phi + o->focus];
  sl_figure_extend (&lo, &hi, d, b->n);
  sl_figure_settle (&ranges, AXIS_GRADIENT, &(SlFigureAxisRule){ .zero = TRUE, .least = 1e-3 }, &lo, &hi);
  title = *o->focus_unit
              ? g_strdup_printf ("∂<i>N</i>/∂%s [%s<sup>−1</sup>]", has ? o->focus_symbol : "", o->focus_unit)
              : g_strdup_printf ("∂<i>N</i>/∂%s", has ? o->focus_symbol : "");
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, lo, hi, has ? title : "∂<i>N</i>");
  sl_plot_add_hline (plot, panel, 0.0, &(SlStroke){ SL_COLOUR_GRID, 0.0, 1.0, SL_DASH_SOLID });
  if (!has)
    {
      sl_plot_add_text (plot, panel, middle, 0.5, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_FAINT,
                        o->focus >= 0 ? _ ("Computing gradients")
                                      : _ ("Move or click a slider to see its gradient"));
      return;
    }
  sl_figure_steps (b->edge, d, b->n, &x, &y);
  zero = g_new0 (double, 2 * b->n);
  for (int sign = 0; sign < 2; sign++)
    {
      for (guint i = 0; i < 2 * b->n; i++)
        part[i] = sign ? MAX (y[i], 0.0) : MIN (y[i], 0.0);
      sl_plot_add_ribbon (plot, panel, x, sign ? zero : part, sign ? part : zero, 2 * b->n,
                          sign ? SL_COLOUR_POSITIVE : SL_COLOUR_NEGATIVE, o->stale ? 0.12 : 0.35, NULL, NULL);
    }
  sl_plot_add_series (plot, panel, x, y, 2 * b->n, &(SlSeriesOptions){
    .name = _ ("gradient"), .label_x = NAN, .unit = "",
    .stroke = { SL_COLOUR_INK, o->stale ? STALE : 1.0, 1.0, SL_DASH_SOLID } });
}

SlPlot *
sl_figure_population_counts (const SlPopulationFigureOptions *o)
{
  const SlFigureOptions ranges = { .ranges = o->ranges };
  SlPlot *plot = sl_plot_new (o->title);
  g_auto (Bins) b = { 0 };
  g_autofree char *title = NULL, *number = sl_number_format (o->spec->cut, 2),
                  *cut = cut_words (o->spec, number), *n_all = NULL, *n_cut = NULL, *caption = NULL;
  double lo = o->log ? LEAST_COUNT : 0.0, hi = 1.0, foot, from, to;

  bins_init (&b, o);
  set_magnitudes (plot, &b, &from, &to);
  for (guint i = 0; i < b.n; i++)
    hi = MAX (hi, o->scale * o->result->all[i]);
  sl_figure_settle (&ranges, o->log ? AXIS_COUNTS_LOG : AXIS_COUNTS,
                    &(SlFigureAxisRule){ .log = o->log, .zero = !o->log, .least = o->log ? 10.0 : 1.0,
                                         .decades = DECADES }, &lo, &hi);
  foot = o->log ? lo : 0.0;
  sl_plot_add_panel (plot, COUNTS_SHARE);
  /* Translators: title of an axis: galaxies in a bin of this width */
  title = g_strdup_printf (_ ("<i>N</i> in %.2g mag"), b.step);
  sl_plot_set_y (plot, 0, o->log ? SL_SCALE_LOG : SL_SCALE_LINEAR, foot, hi, title);
  add_counts (plot, &b, o->result->all, foot, SL_COLOUR_FAINT, 0.0, 0.14, _ ("all"));
  {
    g_autofree char *label = g_markup_escape_text (cut, -1);
    g_autofree double *x = NULL, *y = NULL, *zero = g_new (double, 2 * b.n);

    steps (&b, o->result->cut, o->scale, foot, &x, &y);
    for (guint i = 0; i < 2 * b.n; i++)
      zero[i] = foot;
    sl_plot_add_ribbon (plot, 0, x, zero, y, 2 * b.n, SL_COLOUR_VERMILLION, 0.4, NULL, NULL);
    sl_plot_add_series (plot, 0, x, y, 2 * b.n, &(SlSeriesOptions){
      .name = cut, .label = label, .label_x = NAN, .unit = "",
      .stroke = { SL_COLOUR_VERMILLION, 0.0, 1.25, SL_DASH_SOLID } });
  }
  add_preview (plot, &b, foot);
  add_gradient (plot, &b, 0.5 * (from + to));
  n_all = sl_population_label_count (o->scale * o->result->moment[3]);
  n_cut = sl_population_label_count (o->scale * o->result->moment[1]);
  caption =
      g_strdup_printf (_ ("Counts of a population of %s galaxies by magnitude, of the %s galaxies that are "
                          "redder than the cut, and the gradient of the latter"),
                       n_all, n_cut);
  sl_plot_set_caption (plot, caption);
  return plot;
}

/* Axis over the colours that galaxies have, and the cut. */
static void
set_colours (SlPlot *plot, const SlPopulationFigureOptions *o, const double *edge, const char *title)
{
  const SlPopulationSpec *spec = o->spec;
  const guint n = o->result->n_map, n_bins = o->result->n_bins;
  g_autofree double *row = g_new0 (double, n);
  double all = 0.0, lo, hi;
  guint first = 0, last = n;

  for (guint j = 0; j < n; j++)
    {
      for (guint i = 0; i < n_bins; i++)
        row[j] += o->result->map[(gsize) j * n_bins + i];
      all += row[j];
    }
  while (first + 1 < last && row[first] <= MAP_EMPTY * all)
    first++;
  while (last > first + 1 && row[last - 1] <= MAP_EMPTY * all)
    last--;
  lo = MAX (MIN (edge[first], spec->cut) - MAP_MARGIN, spec->map_lo);
  hi = MIN (MAX (edge[last], spec->cut) + MAP_MARGIN, spec->map_hi);
  sl_figure_keep_range (o->ranges, AXIS_COLOUR, spec->map_lo, spec->map_hi, &lo, &hi);
  sl_plot_set_y (plot, 0, SL_SCALE_LINEAR, lo, hi, title);
}

SlPlot *
sl_figure_population_map (const SlPopulationFigureOptions *o)
{
  const SlPopulationSpec *spec = o->spec;
  const guint n_map = o->result->n_map;
  SlPlot *plot = sl_plot_new (o->title);
  g_auto (Bins) b = { 0 };
  g_autofree double *edge = g_new (double, n_map + 1), *value = NULL;
  g_autofree char *title = NULL;
  double top = 1.0, lo, hi;

  bins_init (&b, o);
  set_magnitudes (plot, &b, &lo, &hi);
  sl_plot_add_panel (plot, 1.0);
  title = g_strdup_printf (spec->observed ? _ ("observed <i>%s</i> − <i>%s</i> [mag]")
                                          : _ ("<i>%s</i> − <i>%s</i> [mag]"),
                           sl_population_label_band (spec, spec->blue),
                           sl_population_label_band (spec, spec->red));
  for (guint j = 0; j <= n_map; j++)
    edge[j] = spec->map_lo + j * (spec->map_hi - spec->map_lo) / n_map;
  set_colours (plot, o, edge, title);
  value = g_new (double, (gsize) n_map * b.n);
  for (gsize i = 0; i < (gsize) n_map * b.n; i++)
    {
      const double count = o->scale * o->result->map[i];

      value[i] = count > 0.0 ? log10 (count) : NAN;
      top = MAX (top, isfinite (value[i]) ? value[i] : 0.0);
    }
  sl_plot_add_map (plot, 0, b.edge, b.n, edge, n_map, value, SL_RAMP_AMOUNT, MAP_LEAST, top,
                   _ ("lg galaxies"), "");
  if (spec->cut > spec->map_lo && spec->cut < spec->map_hi)
    {
      sl_plot_add_hline (plot, 0, spec->cut, &(SlStroke){ SL_COLOUR_VERMILLION, 0.0, 1.5, SL_DASH_SOLID });
      sl_plot_add_handle (plot, 0, SL_FIGURE_POPULATION_CUT, 0.5 * (lo + hi), spec->cut, FALSE, SL_HANDLE_Y,
                          SL_COLOUR_VERMILLION,
                          _ ("Cut in colour"));
    }
  sl_plot_set_caption (plot, _ ("Galaxies of a population by magnitude and colour, and the cut in colour"));
  return plot;
}

/* --- table ---------------------------------------------------------------- */

static void
add_number (GString *text, double value, char after)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (number, sizeof number, "%.10g", value));
  g_string_append_c (text, after);
}

char *
sl_figure_population_table (const SlPopulationSpec *spec, const SlPopulationResult *result, double scale,
                            char separator)
{
  GString *text = g_string_new (NULL);
  SlPopPhi phi[SL_POP_MAX_PHI];
  const guint n_phi = result->gradient ? sl_population_parameters (spec, phi) : 0;
  const double step = (spec->bin_hi - spec->bin_lo) / result->n_bins;
  const char *blue = sl_population_label_band (spec, spec->blue),
             *red = sl_population_label_band (spec, spec->red);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *cut = cut_words (spec, g_ascii_formatd (number, sizeof number, "%.2f", spec->cut));

  g_string_append_printf (text, "# Starloom %s: population\n# galaxies: %.0f, seed: %" G_GUINT64_FORMAT "\n",
                          SL_VERSION, scale * result->moment[3], spec->seed);
  g_string_append_printf (text, "# magnitudes: %s, %s\n# cut: %s\n", spec->band[spec->magnitude],
                          spec->observed ? "observed" : "rest", cut);
  g_string_append_printf (text, "# derivatives: of the counts that pass the cut in %s - %s\n", blue, red);
  g_string_append_printf (text, "magnitude_lo%cmagnitude_hi%call%ccut", separator, separator, separator);
  for (guint k = 0; k < n_phi; k++)
    {
      g_autofree char *name = sl_population_name (spec, &phi[k]);

      g_string_append_printf (text, "%cd_%s", separator, name);
    }
  g_string_append_c (text, '\n');
  for (guint i = 0; i < result->n_bins; i++)
    {
      add_number (text, spec->bin_lo + i * step, separator);
      add_number (text, spec->bin_lo + (i + 1) * step, separator);
      add_number (text, scale * result->all[i], separator);
      add_number (text, scale * result->cut[i], n_phi ? separator : '\n');
      for (guint k = 0; k < n_phi; k++)
        add_number (text, scale * result->derivative[(gsize) i * result->n_phi + k],
                    k + 1 < n_phi ? separator : '\n');
    }
  return g_string_free (text, FALSE);
}
