/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-figures-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* What is shown of the spectrum, Angstrom: the ultraviolet slope to the old stars' bump at 1.6 micron. */
#define WAVE_LO 1000.0
#define WAVE_HI 25000.0
#define VISIBLE_LO 3800.0
#define VISIBLE_HI 7500.0
#define VISIBLE_FULL_LO 4400.0
#define VISIBLE_FULL_HI 6700.0
#define VISIBLE_ALPHA 0.16
#define LABEL_WAVE 1650.0 /* where dust parts the two curves and no line stands */
#define N_VISIBLE 48
#define N_FADE 8
/* beyond these the eye sees no change of hue */
#define HUE_LO_NM 420.0
#define HUE_HI_NM 680.0
#define HUE_SMOOTH_NM 30.0
#define HUE_SAMPLES 6

/* Emission lines worth a name, and to which side of it the name goes where two stand close. */
static const struct { double wave; const char *label; SlAnchor anchor; } line_table[] = {
  { 1215.67, "Ly<i>α</i>", SL_ANCHOR_CENTRE },
  { 3728.0, "[O II]", SL_ANCHOR_CENTRE },
  { 4861.32, "H<i>β</i>", SL_ANCHOR_END },
  { 5006.84, "[O III]", SL_ANCHOR_CENTRE },
  { 6562.80, "H<i>α</i>", SL_ANCHOR_START },
};
#define LINE_HALF_WIDTH 12.0 /* A: where its peak is looked for */
#define LINE_SIDE 60.0       /* A: how far on both sides the continuum is taken */
#define LINE_CONTRAST 1.15   /* peak over continuum from which a line shows at figure size */

static const struct { const char *filter; const char *label; SlColour colour; } band_table[] = {
  { "LSST/u", "<i>u</i>", SL_COLOUR_BAND_U }, { "LSST/g", "<i>g</i>", SL_COLOUR_BAND_G },
  { "LSST/r", "<i>r</i>", SL_COLOUR_BAND_R }, { "LSST/i", "<i>i</i>", SL_COLOUR_BAND_I },
  { "LSST/z", "<i>z</i>", SL_COLOUR_BAND_Z }, { "LSST/y", "<i>y</i>", SL_COLOUR_BAND_Y },
};

/* One lobe of the colour matching functions as sums of Gaussians (Wyman, Sloan & Shirley 2013). */
static double
lobe (double nm, double centre, double below, double above)
{
  double t = (nm - centre) * (nm < centre ? below : above);

  return exp (-0.5 * t * t);
}

/* The hue of light of one wavelength as a person sees it, at full lightness of its strongest channel. */
static void
add_hue (double nm, double sum[3])
{
  double x = 0.362 * lobe (nm, 442.0, 0.0624, 0.0374) + 1.056 * lobe (nm, 599.8, 0.0264, 0.0323)
             - 0.065 * lobe (nm, 501.1, 0.0490, 0.0382);
  double y = 0.821 * lobe (nm, 568.8, 0.0213, 0.0247) + 0.286 * lobe (nm, 530.9, 0.0613, 0.0322);
  double z = 1.217 * lobe (nm, 437.0, 0.0845, 0.0278) + 0.681 * lobe (nm, 459.0, 0.0385, 0.0725);
  double c[3] = { 3.2406 * x - 1.5372 * y - 0.4986 * z, -0.9689 * x + 1.8758 * y + 0.0415 * z,
                  0.0557 * x - 0.2040 * y + 1.0570 * z };
  double top = MAX (MAX (c[0], c[1]), MAX (c[2], 1e-6));

  for (int i = 0; i < 3; i++)
    sum[i] += pow (CLAMP (c[i] / top, 0.0, 1.0), 1.0 / 2.2);
}

/* Mean hue about a wavelength: a screen's corners of the gamut would show as stripes. */
static guint32
visible_rgb (double nm)
{
  double sum[3] = { 0.0 };
  guint32 rgb = 0;

  for (int k = -HUE_SAMPLES; k <= HUE_SAMPLES; k++)
    add_hue (CLAMP (nm + k * HUE_SMOOTH_NM / HUE_SAMPLES, HUE_LO_NM, HUE_HI_NM), sum);
  for (int i = 0; i < 3; i++)
    rgb = rgb << 8 | (guint32) lround (255.0 * sum[i] / (2 * HUE_SAMPLES + 1));
  return rgb;
}

/* Nested bands whose steps are too small to see, so that the tint fades at both ends as the eye's response does. */
static void
add_visible (SlPlot *plot, guint panel)
{
  const double step_blue = log (VISIBLE_FULL_LO / VISIBLE_LO) / N_FADE, step_red = log (VISIBLE_HI / VISIBLE_FULL_HI) / N_FADE;

  for (guint k = 0; k < N_FADE; k++)
    {
      double lo = VISIBLE_LO * exp (k * step_blue), hi = VISIBLE_HI * exp (-(k * step_red));
      guint32 rgb[N_VISIBLE];

      for (guint i = 0; i < N_VISIBLE; i++)
        rgb[i] = visible_rgb (0.1 * lo * pow (hi / lo, i / (N_VISIBLE - 1.0)));
      sl_plot_add_band (plot, panel, lo, hi, rgb, N_VISIBLE, VISIBLE_ALPHA / N_FADE);
    }
}

/* First index at or above x. */
static guint
find_wave (const double *wave, guint n, double x)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      guint mid = (lo + hi) / 2;

      if (wave[mid] < x)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* Copy of a spectrum's shown part; what a log axis cannot show becomes a gap. */
static double *
shown (const float *spectrum, guint from, guint n)
{
  double *out = g_new (double, n);

  for (guint i = 0; i < n; i++)
    out[i] = spectrum[from + i] > 0.0f ? spectrum[from + i] : NAN;
  return out;
}

/* top: the uppermost curve, above which the name goes. */
static void
add_lines (SlPlot *plot, guint panel, const double *wave, const double *sed, const double *top, guint n, double lo, double hi)
{
  double lift = pow (hi / lo, 0.03);

  for (guint k = 0; k < G_N_ELEMENTS (line_table); k++)
    {
      double w = line_table[k].wave, peak = 0.0, side = 0.0, tip = 0.0;
      guint n_side = 0, a = find_wave (wave, n, w - LINE_SIDE), b = find_wave (wave, n, w + LINE_SIDE);

      for (guint i = a; i < b; i++)
        if (fabs (wave[i] - w) <= LINE_HALF_WIDTH)
          {
            peak = MAX (peak, isfinite (sed[i]) ? sed[i] : 0.0);
            tip = MAX (tip, isfinite (top[i]) ? top[i] : 0.0);
          }
        else if (fabs (wave[i] - w) > 2.0 * LINE_HALF_WIDTH && isfinite (sed[i]))
          side += sed[i], n_side++;
      if (n_side && peak > LINE_CONTRAST * side / n_side && tip * lift < hi && tip > lo)
        sl_plot_add_text (plot, panel, w, line_table[k].anchor == SL_ANCHOR_CENTRE ? tip * lift : tip, FALSE,
                          line_table[k].anchor, SL_COLOUR_INK, line_table[k].label);
    }
}

static double
tallest (const SlFilterSet *filters)
{
  double top = 0.0, ignored = 0.0;

  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = sl_filter_set_find (filters, band_table[k].filter);

      if (filter)
        sl_figure_extend (&ignored, &top, filter->transmission, filter->n);
    }
  return top > 0.0 ? top : 1.0;
}

static void
add_filters (SlPlot *plot, guint panel, const SlFigureOptions *options)
{
  double stretch = options->filters_observed ? 1.0 + options->galaxy->value[SL_PARAM_REDSHIFT] : 1.0;

  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = sl_filter_set_find (options->filters, band_table[k].filter);
      g_autofree double *x = NULL;

      if (!filter)
        continue;
      x = g_new (double, filter->n);
      for (guint i = 0; i < filter->n; i++)
        x[i] = filter->wave[i] / stretch;
      sl_plot_add_ribbon (plot, panel, x, NULL, filter->transmission, filter->n, band_table[k].colour, 0.55,
                          band_table[k].filter, NULL);
    }
  /* names last, so that no neighbour covers them */
  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = sl_filter_set_find (options->filters, band_table[k].filter);

      if (filter && filter->effective / stretch > WAVE_LO)
        sl_plot_add_text (plot, panel, filter->effective / stretch, 0.3, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                          band_table[k].label);
    }
}

/* d ln L / d parameter: above zero where more of the parameter makes the galaxy brighter. */
static void
add_gradient (SlPlot *plot, const SlFigureOptions *options, const SlResult *result, const double *wave, guint from,
              guint n)
{
  static const SlFigureAxisRule rule = { .zero = TRUE, .least = 0.02 };
  static const SlStroke zero = { SL_COLOUR_GRID, 0.0, 1.0, SL_DASH_SOLID };
  const float *tangent = result->sed_tangent + (gsize) options->gradient * result->n_wave + from;
  guint panel = sl_plot_add_panel (plot, 0.26);
  g_autofree double *y = g_new (double, n), *up = g_new (double, n), *down = g_new (double, n);
  g_autofree double *base = g_new0 (double, n);
  g_autofree char *label = sl_figure_derivative_markup ("\u2009ln\u2009<i>L</i>", options->gradient);
  double lo = INFINITY, hi = -INFINITY;

  for (guint i = 0; i < n; i++)
    {
      float l = result->sed[from + i];

      y[i] = l > 0.0f ? (double) tangent[i] / l : NAN;
      up[i] = isfinite (y[i]) ? MAX (y[i], 0.0) : 0.0;
      down[i] = isfinite (y[i]) ? MIN (y[i], 0.0) : 0.0;
    }
  sl_figure_extend (&lo, &hi, y, n);
  /* a little of the other side, so that the sign can be read */
  if (lo < hi)
    lo = MIN (lo, -0.06 * hi), hi = MAX (hi, -0.06 * lo);
  sl_figure_settle (options, 1, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LINEAR, lo, hi, "");
  sl_plot_add_ribbon (plot, panel, wave, base, up, n, SL_COLOUR_POSITIVE, 0.35, NULL, NULL);
  sl_plot_add_ribbon (plot, panel, wave, down, base, n, SL_COLOUR_NEGATIVE, 0.35, NULL, NULL);
  sl_plot_add_hline (plot, panel, 0.0, &zero);
  sl_plot_add_series (plot, panel, wave, y, n, &(SlSeriesOptions) {
    .name = _ ("Gradient of ln L"), .label = label, .label_x = NAN, .stroke = { SL_COLOUR_INK, 0.0, 0.75, SL_DASH_SOLID },
  });
}

static void
add_ghost (SlPlot *plot, guint panel, const SlFigureOptions *options, const double *wave, guint from, guint n)
{
  const SlResult *ghost = options->ghost;
  const float *tangent = ghost->sed_tangent + (gsize) options->gradient * ghost->n_wave + from;
  g_autofree double *y = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      double v = ghost->sed[from + i] + tangent[i] * options->ghost_step;

      y[i] = v > 0.0 ? v : NAN;
    }
  sl_plot_add_series (plot, panel, wave, y, n, &(SlSeriesOptions) {
    .name = _ ("Tangent"), .label_x = NAN, .stroke = { SL_COLOUR_VERMILLION, 0.7, 0.75, SL_DASH_DASHED },
    .unit = "L☉/Hz",
  });
}

/* Whether dust changes what is seen by more than the width of a line. */
static gboolean
dust_shows (const double *sed, const double *intrinsic, guint n)
{
  for (guint i = 0; i < n; i++)
    if (intrinsic[i] > 1.03 * sed[i])
      return TRUE;
  return FALSE;
}

SlPlot *
sl_figure_make_sed (const SlFigureInfo *info, SlEngine *engine, const SlResult *result, const SlFigureOptions *options)
{
  /* Five decades: what a quenched galaxy keeps in the ultraviolet, and not its Lyman edge. */
  static const SlFigureAxisRule rule = { .log = TRUE, .least = 10.0, .decades = 5.0 };
  SlPlot *plot = sl_plot_new (options->title);
  guint from = find_wave (result->wave, result->n_wave, WAVE_LO);
  guint n = find_wave (result->wave, result->n_wave, WAVE_HI) - from;
  const double *wave = result->wave + from;
  g_autofree double *sed = shown (result->sed, from, n), *intrinsic = shown (result->sed_intrinsic, from, n);
  double lo = INFINITY, hi = -INFINITY;
  guint panel;
  gboolean dusty;

  sl_plot_set_x (plot, SL_SCALE_LOG, WAVE_LO, WAVE_HI, _ ("rest-frame wavelength <i>λ</i> [Å]"));
  panel = sl_plot_add_panel (plot, 1.0);
  sl_figure_extend (&lo, &hi, sed, n);
  sl_figure_extend (&lo, &hi, intrinsic, n);
  sl_figure_settle (options, 0, &rule, &lo, &hi);
  sl_plot_set_y (plot, panel, SL_SCALE_LOG, lo, hi,
                 _ ("<i>L</i><sub><i>ν</i></sub> [<i>L</i><sub>☉</sub> Hz<sup>−1</sup>]"));
  add_visible (plot, panel);
  if (options->pinned)
    {
      g_autofree double *pinned = shown (options->pinned->sed, from, n);

      sl_plot_add_series (plot, panel, wave, pinned, n, &(SlSeriesOptions) {
        .name = _ ("Pinned"), .label_x = NAN, .stroke = { SL_COLOUR_BLUE, 0.55, 1.0, SL_DASH_SOLID }, .unit = "L☉/Hz",
      });
    }
  dusty = dust_shows (sed, intrinsic, n);
  if (dusty)
    sl_plot_add_series (plot, panel, wave, intrinsic, n, &(SlSeriesOptions) {
      .name = _ ("Before dust"), .label = _ ("before dust"), .label_x = LABEL_WAVE,
      .stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID }, .unit = "L☉/Hz",
    });
  sl_plot_add_series (plot, panel, wave, sed, n, &(SlSeriesOptions) {
    .name = _ ("Spectrum"), .label = dusty ? _ ("with dust") : NULL, .label_x = LABEL_WAVE, .stroke = { SL_COLOUR_INK, 0.0, 1.0, SL_DASH_SOLID }, .unit = "L☉/Hz",
  });
  if (options->ghost && options->ghost_step != 0.0)
    add_ghost (plot, panel, options, wave, from, n);
  add_lines (plot, panel, wave, sed, dusty ? intrinsic : sed, n, lo, hi);

  if (options->sed_gradient)
    add_gradient (plot, options, result, wave, from, n);
  if (options->filters)
    {
      guint curves = sl_plot_add_panel (plot, 0.13);

      sl_plot_set_y (plot, curves, SL_SCALE_LINEAR, 0.0, 1.1 * tallest (options->filters), NULL);
      add_filters (plot, curves, options);
    }
  sl_plot_set_caption (plot, _ ("Spectrum of the galaxy: luminosity per frequency over rest-frame wavelength "
                                "(air above 2000 Å), after and before dust, with the LSST bands below."));
  return plot;
}
