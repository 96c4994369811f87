/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sl-figures-private.h"

#include <string.h>

#include <glib/gi18n.h>

/* What is shown of the spectrum, Angstrom: the ultraviolet slope to the old stars' bump at 1.6 micron and, where dust
 * glows, to the end of that. */
#define WAVE_LO 1000.0
#define WAVE_HI 25000.0
#define WAVE_HI_FAR 1e7
#define ANGSTROM_PER_UM 1e4
#define VISIBLE_LO 3800.0
#define VISIBLE_HI 7500.0
#define VISIBLE_FULL_LO 4400.0
#define VISIBLE_FULL_HI 6700.0
#define VISIBLE_ALPHA 0.16
/* Where dust parts the two curves, in the middle between two lines: names are wide on narrow plots. */
#define LABEL_WAVE 2130.0
#define GLOW_FROM 2e5 /* A: beyond, the light is the warm dust's */
/* The brightest band of the aromatic molecules, and the stars' light beside it. */
#define PAH_WAVE 77000.0
#define PAH_BESIDE 50000.0
#define PAH_CONTRAST 1.5
#define LYMAN_ALPHA 1215.67
/* Of the light that arrives: less missing than this does not show; less left is nothing that can be drawn or told apart. */
#define TAKEN_SHOWS 0.98
#define LEFT_LEAST 0.01
#define N_VISIBLE 48
#define N_FADE 8
/* beyond these the eye sees no change of hue */
#define HUE_LO_NM 420.0
#define HUE_HI_NM 680.0
#define HUE_SMOOTH_NM 30.0
#define HUE_SAMPLES 6

/* Axes of the spectrum and of its gradient, in SlFigureRanges. With the glow of dust they are other axes: without it, the
 * spectrum gets back the ranges that it had. */
enum { AXIS_SED, AXIS_GRADIENT, AXIS_SED_FAR, AXIS_GRADIENT_FAR };

/* Emission lines worth a name, and to which side of it the name goes where two stand close. far: also on the long axis,
 * which has less room for names. */
static const struct { double wave; const char *label; SlAnchor anchor; gboolean far; } line_table[] = {
  { LYMAN_ALPHA, "Ly<i>α</i>", SL_ANCHOR_CENTRE, TRUE },
  { 3728.0, "[O II]", SL_ANCHOR_CENTRE, FALSE },
  { 4861.32, "H<i>β</i>", SL_ANCHOR_END, FALSE },
  { 5006.84, "[O III]", SL_ANCHOR_CENTRE, FALSE },
  { 6562.80, "H<i>α</i>", SL_ANCHOR_START, TRUE },
};
#define LINE_HALF_WIDTH 12.0 /* A: where its peak is looked for */
#define LINE_SIDE 60.0       /* A: how far on both sides the continuum is taken */
#define LINE_CONTRAST 1.15   /* peak over continuum from which a line shows at figure size */

/* far: on the long axis alone; WISE and Herschel, each named by its wavelength in micron. */
static const struct { const char *filter; const char *label; SlColour colour; gboolean far; } band_table[] = {
  { "LSST/u", "<i>u</i>", SL_COLOUR_BAND_U, FALSE }, { "LSST/g", "<i>g</i>", SL_COLOUR_BAND_G, FALSE },
  { "LSST/r", "<i>r</i>", SL_COLOUR_BAND_R, FALSE }, { "LSST/i", "<i>i</i>", SL_COLOUR_BAND_I, FALSE },
  { "LSST/z", "<i>z</i>", SL_COLOUR_BAND_Z, FALSE }, { "LSST/y", "<i>y</i>", SL_COLOUR_BAND_Y, FALSE },
  { "WISE/W1", "3.4", SL_COLOUR_BAND_Y, TRUE }, { "WISE/W2", "4.6", SL_COLOUR_BAND_Y, TRUE },
  { "WISE/W3", "12", SL_COLOUR_BAND_Y, TRUE }, { "WISE/W4", "22", SL_COLOUR_BAND_Y, TRUE },
  { "HERSCHEL/PACS70", "70", SL_COLOUR_BAND_Y, TRUE }, { "HERSCHEL/PACS160", "160", SL_COLOUR_BAND_Y, TRUE },
  { "HERSCHEL/SPIRE350", "350", SL_COLOUR_BAND_Y, TRUE },
};

/* What the parts of the plot share. */
typedef struct {
  SlPlot *plot;
  const SlFigureOptions *options;
  const SlResult *result;
  gboolean far;          /* dust glows: to 1 mm, in micron */
  gboolean gas;          /* light is missing that gas between the galaxies takes */
  double unit;           /* Angstrom in one of the axis */
  guint from, n;         /* of the result's wavelengths */
  const double *wave;    /* (n) A */
  double *x;             /* (n) along the axis */
  double *sed;           /* (n) as it arrives; what a log axis cannot show is a gap */
  double *intrinsic;     /* (n) before dust */
  double lo, hi;         /* of the y axis */
} Sed;

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
add_visible (const Sed *s, guint panel)
{
  const double step_blue = log (VISIBLE_FULL_LO / VISIBLE_LO) / N_FADE;
  const double step_red = log (VISIBLE_HI / VISIBLE_FULL_HI) / N_FADE;

  for (guint k = 0; k < N_FADE; k++)
    {
      double lo = VISIBLE_LO * exp (k * step_blue), hi = VISIBLE_HI * exp (-(k * step_red));
      guint32 rgb[N_VISIBLE];

      for (guint i = 0; i < N_VISIBLE; i++)
        rgb[i] = visible_rgb (0.1 * lo * pow (hi / lo, i / (N_VISIBLE - 1.0)));
      sl_plot_add_band (s->plot, panel, lo / s->unit, hi / s->unit, rgb, N_VISIBLE, VISIBLE_ALPHA / N_FADE);
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

/* Copy of the shown part of a spectrum, as it arrives (NULL: as it is); what a log axis cannot show becomes a gap. */
static double *
shown (const Sed *s, const float *spectrum, const float *arriving)
{
  double *out = g_new (double, s->n);

  for (guint i = 0; i < s->n; i++)
    {
      double v = spectrum[s->from + i] * (arriving ? (double) arriving[s->from + i] : 1.0);

      out[i] = v > 0.0 ? v : NAN;
    }
  return out;
}

/* Names above the lines that stand out. top: the uppermost curve, above which a name goes. */
static void
add_lines (const Sed *s, guint panel, const double *top)
{
  double lift = pow (s->hi / s->lo, 0.03);

  for (guint k = 0; k < G_N_ELEMENTS (line_table); k++)
    {
      double w = line_table[k].wave, peak = 0.0, side = 0.0, tip = 0.0;
      guint n_side = 0, a = find_wave (s->wave, s->n, w - LINE_SIDE), b = find_wave (s->wave, s->n, w + LINE_SIDE);

      if (s->far && !line_table[k].far)
        continue;
      for (guint i = a; i < b; i++)
        if (fabs (s->wave[i] - w) <= LINE_HALF_WIDTH)
          {
            peak = MAX (peak, isfinite (s->sed[i]) ? s->sed[i] : 0.0);
            tip = MAX (tip, isfinite (top[i]) ? top[i] : 0.0);
          }
        else if (fabs (s->wave[i] - w) > 2.0 * LINE_HALF_WIDTH && isfinite (s->sed[i]))
          side += s->sed[i], n_side++;
      if (n_side && peak > LINE_CONTRAST * side / n_side && tip * lift < s->hi && tip > s->lo)
        sl_plot_add_text (s->plot, panel, w / s->unit, line_table[k].anchor == SL_ANCHOR_CENTRE ? tip * lift : tip, FALSE,
                          line_table[k].anchor, SL_COLOUR_INK, line_table[k].label);
    }
}

/* Names of what dust gives back: the hump of the warm grains, and the bands of the molecules where they stand out. */
static void
add_glow (const Sed *s, guint panel)
{
  double lift = pow (s->hi / s->lo, 0.03), under = pow (s->hi / s->lo, -0.1);
  double pah = sl_figure_at (s->wave, s->sed, s->n, PAH_WAVE);
  guint top = 0;

  for (guint i = find_wave (s->wave, s->n, GLOW_FROM); i < s->n; i++)
    if (top == 0 || s->sed[i] > s->sed[top])
      top = i;
  if (top && s->sed[top] * under > s->lo && s->sed[top] < s->hi)
    sl_plot_add_text (s->plot, panel, s->x[top], s->sed[top] * under, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                      _ ("glow of dust"));
  if (pah > PAH_CONTRAST * sl_figure_at (s->wave, s->sed, s->n, PAH_BESIDE) && pah * lift < s->hi && pah > s->lo)
    sl_plot_add_text (s->plot, panel, PAH_WAVE / s->unit, pah * lift, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, _ ("PAH"));
}

/* The light that is lost on the way, between what leaves the galaxy and what arrives. */
static void
add_lost (const Sed *s, guint panel)
{
  guint n = find_wave (s->wave, s->n, LYMAN_ALPHA);
  g_autofree double *leaving = shown (s, s->result->sed, NULL), *arriving = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      leaving[i] = isfinite (leaving[i]) ? MAX (leaving[i], s->lo) : s->lo;
      arriving[i] = isfinite (s->sed[i]) ? CLAMP (s->sed[i], s->lo, leaving[i]) : s->lo;
    }
  sl_plot_add_ribbon (s->plot, panel, s->x, arriving, leaving, n, SL_COLOUR_PURPLE, 0.4, NULL, NULL);
  sl_plot_add_text (s->plot, panel, 1.04 * LYMAN_ALPHA / s->unit, 0.05, TRUE, SL_ANCHOR_START, SL_COLOUR_PURPLE,
                    _ ("← lost on the way"));
}

static double
tallest (const SlFilter *filter)
{
  double top = 0.0, ignored = 0.0;

  sl_figure_extend (&ignored, &top, filter->transmission, filter->n);
  return top;
}

/* NULL where the plot does not show it. */
static const SlFilter *
find_band (const Sed *s, guint k)
{
  return band_table[k].far && !s->far ? NULL : sl_filter_set_find (s->options->filters, band_table[k].filter);
}

static void
add_filters (const Sed *s)
{
  const guint panel = sl_plot_add_panel (s->plot, 0.13);
  const double stretch = s->unit * (s->options->filters_observed ? 1.0 + s->options->galaxy->value[SL_PARAM_REDSHIFT] : 1.0);
  double top = 0.0;

  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    if (!band_table[k].far && find_band (s, k))
      top = MAX (top, tallest (find_band (s, k)));
  top = top > 0.0 ? top : 1.0;
  sl_plot_set_y (s->plot, panel, SL_SCALE_LINEAR, 0.0, 1.1 * top, NULL);
  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = find_band (s, k);
      g_autofree double *x = NULL, *y = NULL;
      double scale;

      if (!filter)
        continue;
      /* Transmissions of other instruments have other scales. */
      scale = band_table[k].far ? top / tallest (filter) : 1.0;
      x = g_new (double, filter->n);
      y = g_new (double, filter->n);
      for (guint i = 0; i < filter->n; i++)
        x[i] = filter->wave[i] / stretch, y[i] = filter->transmission[i] * scale;
      sl_plot_add_ribbon (s->plot, panel, x, NULL, y, filter->n, band_table[k].colour, 0.55, band_table[k].filter, NULL);
    }
  /* names last, so that no neighbour covers them */
  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = find_band (s, k);

      if (filter && filter->effective * s->unit / stretch > WAVE_LO)
        sl_plot_add_text (s->plot, panel, filter->effective / stretch, 0.3, TRUE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                          band_table[k].label);
    }
}

/* What the sky takes or leaves counts as part of the light: d ln L of what arrives. NaN where next to nothing does. */
static double
log_slope (const Sed *s, guint i)
{
  const SlResult *result = s->result;
  guint w = s->from + i;
  double l = result->sed[w], arriving = result->arriving[w], slope;

  if (!(l > 0.0) || arriving < LEFT_LEAST)
    return NAN;
  slope = result->sed_tangent[(gsize) s->options->gradient * result->n_wave + w] / l;
  return s->options->gradient == SL_PARAM_REDSHIFT ? slope + result->arriving_dz[w] / arriving : slope;
}

/* d ln L / d parameter: above zero where more of the parameter makes the galaxy brighter. */
static void
add_gradient (const Sed *s)
{
  static const SlFigureAxisRule rule = { .zero = TRUE, .least = 0.02 };
  static const SlStroke zero = { SL_COLOUR_GRID, 0.0, 1.0, SL_DASH_SOLID };
  const guint n = s->n, panel = sl_plot_add_panel (s->plot, 0.26);
  g_autofree double *y = g_new (double, n), *up = g_new (double, n), *down = g_new (double, n);
  g_autofree double *base = g_new0 (double, n);
  g_autofree char *label = sl_figure_derivative_markup ("\u2009ln\u2009<i>L</i>", s->options->gradient);
  double lo = INFINITY, hi = -INFINITY;
  gboolean flat;

  for (guint i = 0; i < n; i++)
    {
      y[i] = log_slope (s, i);
      up[i] = isfinite (y[i]) ? MAX (y[i], 0.0) : 0.0;
      down[i] = isfinite (y[i]) ? MIN (y[i], 0.0) : 0.0;
    }
  sl_figure_extend (&lo, &hi, y, n);
  flat = MAX (-lo, hi) < SL_FIGURE_NOTHING;
  /* a little of the other side, so that the sign can be read */
  if (lo < hi)
    lo = MIN (lo, -0.06 * hi), hi = MAX (hi, -0.06 * lo);
  sl_figure_settle (s->options, s->far ? AXIS_GRADIENT_FAR : AXIS_GRADIENT, &rule, &lo, &hi);
  sl_plot_set_y (s->plot, panel, SL_SCALE_LINEAR, lo, hi, "");
  sl_plot_add_ribbon (s->plot, panel, s->x, base, up, n, SL_COLOUR_POSITIVE, 0.35, NULL, NULL);
  sl_plot_add_ribbon (s->plot, panel, s->x, down, base, n, SL_COLOUR_NEGATIVE, 0.35, NULL, NULL);
  sl_plot_add_hline (s->plot, panel, 0.0, &zero);
  sl_plot_add_series (s->plot, panel, s->x, y, n, &(SlSeriesOptions) {
    .name = _ ("Gradient of ln L"), .label = flat ? NULL : label, .label_x = NAN,
    .stroke = { SL_COLOUR_INK, 0.0, 0.75, SL_DASH_SOLID },
  });
  if (flat)
    sl_figure_nothing (s->plot, panel, sqrt (s->x[0] * s->x[n - 1]), s->options->gradient);
}

static void
add_ghost (const Sed *s, guint panel)
{
  const SlResult *ghost = s->options->ghost;
  const float *tangent = ghost->sed_tangent + (gsize) s->options->gradient * ghost->n_wave;
  g_autofree double *y = g_new (double, s->n);

  for (guint i = 0; i < s->n; i++)
    {
      guint w = s->from + i;
      double slope = tangent[w] * ghost->arriving[w], v;

      if (s->options->gradient == SL_PARAM_REDSHIFT)
        slope += ghost->sed[w] * ghost->arriving_dz[w];
      v = ghost->sed[w] * ghost->arriving[w] + slope * s->options->ghost_step;
      y[i] = v > 0.0 ? v : NAN;
    }
  sl_plot_add_series (s->plot, panel, s->x, y, s->n, &(SlSeriesOptions) {
    .name = _ ("Tangent"), .label_x = NAN, .stroke = { SL_COLOUR_VERMILLION, 0.7, 0.75, SL_DASH_DASHED },
    .unit = "L☉/Hz",
  });
}

/* Whether dust takes more of what is seen than the width of a line. */
static gboolean
dust_shows (const Sed *s)
{
  for (guint i = 0; i < s->n; i++)
    if (s->intrinsic[i] > 1.03 * s->result->sed[s->from + i])
      return TRUE;
  return FALSE;
}

static gboolean
gas_shows (const Sed *s)
{
  for (guint i = 0; i < s->n; i++)
    if (s->result->arriving[s->from + i] < TAKEN_SHOWS)
      return TRUE;
  return FALSE;
}

static void
set_up (Sed *s, const SlResult *result, const SlFigureOptions *options)
{
  s->plot = sl_plot_new (options->title);
  s->options = options;
  s->result = result;
  s->far = options->galaxy->dust_emission;
  s->unit = s->far ? ANGSTROM_PER_UM : 1.0;
  s->from = find_wave (result->wave, result->n_wave, WAVE_LO);
  s->n = find_wave (result->wave, result->n_wave, s->far ? WAVE_HI_FAR : WAVE_HI) - s->from;
  s->wave = result->wave + s->from;
  s->x = g_new (double, s->n);
  for (guint i = 0; i < s->n; i++)
    s->x[i] = s->wave[i] / s->unit;
  s->gas = gas_shows (s);
  s->sed = shown (s, result->sed, result->arriving);
  s->intrinsic = shown (s, result->sed_intrinsic, NULL);
  s->lo = INFINITY;
  s->hi = -INFINITY;
}

static void
add_curves (const Sed *s, guint panel)
{
  const gboolean dusty = dust_shows (s);

  for (guint i = 0; i < s->options->n_pins; i++)
    {
      const SlFigurePin *pin = &s->options->pins[i];
      g_autofree double *pinned = shown (s, pin->result->sed, pin->result->arriving);

      sl_plot_add_series (s->plot, panel, s->x, pinned, s->n, &(SlSeriesOptions) {
        .name = pin->name, .label_x = NAN, .stroke = { sl_figure_pin_colour (i), 0.7, 1.0, SL_DASH_SOLID }, .unit = "L☉/Hz",
      });
    }
  if (s->gas)
    add_lost (s, panel);
  if (dusty)
    sl_plot_add_series (s->plot, panel, s->x, s->intrinsic, s->n, &(SlSeriesOptions) {
      .name = _ ("Before dust"), .label = _ ("before dust"), .label_x = LABEL_WAVE / s->unit,
      .stroke = { SL_COLOUR_FAINT, 0.0, 0.75, SL_DASH_SOLID }, .unit = "L☉/Hz",
    });
  sl_plot_add_series (s->plot, panel, s->x, s->sed, s->n, &(SlSeriesOptions) {
    .name = _ ("Spectrum"), .label = dusty ? _ ("with dust") : NULL, .label_x = LABEL_WAVE / s->unit,
    .stroke = { SL_COLOUR_INK, 0.0, 1.0, SL_DASH_SOLID }, .unit = "L☉/Hz",
  });
  if (s->options->ghost && s->options->ghost_step != 0.0)
    add_ghost (s, panel);
  add_lines (s, panel, dusty ? s->intrinsic : s->sed);
  if (s->far)
    add_glow (s, panel);
}

static void
set_caption (const Sed *s)
{
  g_autoptr (GString) caption = g_string_new (
      _ ("Spectrum of the galaxy: luminosity per frequency over rest-frame wavelength (air above 2000 Å), after and before "
         "dust, with the LSST bands below."));

  if (s->far)
    g_string_append_printf (caption, " %s", _ ("Beyond 3 µm dust gives back the light that it took; the bands there are "
                                               "those of WISE and Herschel."));
  if (s->gas)
    g_string_append_printf (caption, " %s",
                            _ ("Below Lyman α it is drawn as it arrives: gas between the galaxies takes the rest."));
  sl_plot_set_caption (s->plot, caption->str);
}

SlPlot *
sl_figure_make_sed (const SlFigureInfo *info, SlEngine *engine, const SlResult *result, const SlFigureOptions *options)
{
  /* Five decades: what a quenched galaxy keeps in the ultraviolet, and not its Lyman edge. */
  static const SlFigureAxisRule rule = { .log = TRUE, .least = 10.0, .decades = 5.0 };
  Sed s = { 0 };
  guint panel;

  set_up (&s, result, options);
  sl_plot_set_x (s.plot, SL_SCALE_LOG, WAVE_LO / s.unit, (s.far ? WAVE_HI_FAR : WAVE_HI) / s.unit,
                 s.far ? _ ("rest-frame wavelength <i>λ</i> [µm]") : _ ("rest-frame wavelength <i>λ</i> [Å]"));
  sl_plot_set_link (s.plot, SL_LINK_WAVE, s.unit);
  panel = sl_plot_add_panel (s.plot, 1.0);
  sl_figure_extend (&s.lo, &s.hi, s.sed, s.n);
  sl_figure_extend (&s.lo, &s.hi, s.intrinsic, s.n);
  sl_figure_settle (options, s.far ? AXIS_SED_FAR : AXIS_SED, &rule, &s.lo, &s.hi);
  sl_plot_set_y (s.plot, panel, SL_SCALE_LOG, s.lo, s.hi,
                 _ ("<i>L</i><sub><i>ν</i></sub> [<i>L</i><sub>☉</sub> Hz<sup>−1</sup>]"));
  add_visible (&s, panel);
  add_curves (&s, panel);
  if (options->sed_gradient)
    add_gradient (&s);
  if (options->filters)
    add_filters (&s);
  set_caption (&s);
  g_free (s.x);
  g_free (s.sed);
  g_free (s.intrinsic);
  return s.plot;
}
