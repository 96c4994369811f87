/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around the curves of a spectrum: the tint of visible light, labels, filter bands. */
#include "app/figures/plots/sl-figures-sed-private.h"

#include <glib/gi18n.h>

#include "model/observables/sl-colour.h"

#define VISIBLE_LO 3800.0
#define VISIBLE_HI 7500.0
#define VISIBLE_FULL_LO 4400.0
#define VISIBLE_FULL_HI 6700.0
#define VISIBLE_ALPHA 0.16
#define DUST_EMISSION_FROM 2e5 /* A: beyond, warm dust dominates */
/* The brightest PAH band, and the stellar continuum beside it, A. */
#define PAH_WAVE 77000.0
#define PAH_BESIDE 50000.0
#define PAH_CONTRAST 1.5
#define N_VISIBLE 48
#define N_FADE 8
/* no change of hue beyond these */
#define HUE_LO_NM 420.0
#define HUE_HI_NM 680.0
#define HUE_SMOOTH_NM 30.0
#define HUE_SAMPLES 6

/* Labelled emission lines, in air; anchor: side of the label where two lines are close. infrared: also
 * labelled on the long axis, which has less space for labels. */
static const struct { double wave; const char *label; SlAnchor anchor; gboolean infrared; } line_table[] = {
  { SL_SED_LYMAN_ALPHA, "Ly<i>α</i>", SL_ANCHOR_CENTRE, TRUE },
  { 3728.0, "[O II]", SL_ANCHOR_CENTRE, FALSE },
  { 4861.32, "H<i>β</i>", SL_ANCHOR_END, FALSE },
  { 5006.84, "[O III]", SL_ANCHOR_CENTRE, FALSE },
  { 6562.80, "H<i>α</i>", SL_ANCHOR_START, TRUE },
};
#define LINE_HALF_WIDTH 12.0 /* A: range of its peak */
#define LINE_SIDE 60.0       /* A: range of the continuum on both sides */
#define LINE_CONTRAST 1.15   /* peak over continuum of a visible line */
#define NAME_UP 0.03
#define NAME_HIGHEST 0.9

/* Bands of other instruments are on longer axes only, and labelled by their wavelength in micron. */
typedef enum { BAND_ALWAYS, BAND_INFRARED, BAND_FAR } BandAxis;
static const struct { const char *filter, *label; SlColour colour; BandAxis axis; } band_table[] = {
  { "LSST/u", "<i>u</i>", SL_COLOUR_BAND_U, BAND_ALWAYS },
  { "LSST/g", "<i>g</i>", SL_COLOUR_BAND_G, BAND_ALWAYS },
  { "LSST/r", "<i>r</i>", SL_COLOUR_BAND_R, BAND_ALWAYS },
  { "LSST/i", "<i>i</i>", SL_COLOUR_BAND_I, BAND_ALWAYS },
  { "LSST/z", "<i>z</i>", SL_COLOUR_BAND_Z, BAND_ALWAYS },
  { "LSST/y", "<i>y</i>", SL_COLOUR_BAND_Y, BAND_ALWAYS },
  { "WISE/W1", "3.4", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "WISE/W2", "4.6", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "WISE/W3", "12", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "WISE/W4", "22", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "HERSCHEL/PACS70", "70", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "HERSCHEL/PACS160", "160", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "HERSCHEL/SPIRE350", "350", SL_COLOUR_BAND_Y, BAND_INFRARED },
  { "JWST_NIRCAM/F150W", "1.5", SL_COLOUR_BAND_Y, BAND_FAR },
  { "JWST_NIRCAM/F200W", "2.0", SL_COLOUR_BAND_Y, BAND_FAR },
  { "JWST_NIRCAM/F277W", "2.8", SL_COLOUR_BAND_Y, BAND_FAR },
  { "JWST_NIRCAM/F356W", "3.6", SL_COLOUR_BAND_Y, BAND_FAR },
  { "JWST_NIRCAM/F410M", "4.1", SL_COLOUR_BAND_Y, BAND_FAR },
  { "JWST_NIRCAM/F460M", "4.6", SL_COLOUR_BAND_Y, BAND_FAR },
};

/* Adds the perceived hue of one wavelength, at full lightness of its strongest channel. */
static void
add_hue (double nm, double sum[3])
{
  double xyz[3], c[3], top;

  sl_colour_matching (nm, xyz);
  sl_colour_rgb (xyz, c);
  top = MAX (MAX (c[0], c[1]), MAX (c[2], 1e-6));
  for (int i = 0; i < 3; i++)
    sum[i] += sl_colour_encode (c[i] / top);
}

/* Mean hue around a wavelength: the corners of a screen's gamut would show as stripes. */
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

/* Ends of nested band k. */
static void
visible_ends (guint k, double *lo, double *hi)
{
  *lo = VISIBLE_LO * exp (k * log (VISIBLE_FULL_LO / VISIBLE_LO) / N_FADE);
  *hi = VISIBLE_HI * exp (-(k * log (VISIBLE_HI / VISIBLE_FULL_HI) / N_FADE));
}

/* Hues across each band, on a linear or a logarithmic axis: the same for every galaxy, and slow to
 * compute. */
static const guint32 *
visible_hues (gboolean linear)
{
  static guint32 *made[2];

  if (g_once_init_enter (&made[linear]))
    {
      guint32 *rgb = g_new (guint32, N_FADE * N_VISIBLE);

      for (guint k = 0; k < N_FADE; k++)
        {
          double lo, hi;

          visible_ends (k, &lo, &hi);
          for (guint i = 0; i < N_VISIBLE; i++)
            rgb[k * N_VISIBLE + i] = visible_rgb (0.1 * (linear ? lo + (hi - lo) * i / (N_VISIBLE - 1.0)
                                                                : lo * pow (hi / lo, i / (N_VISIBLE - 1.0))));
        }
      g_once_init_leave (&made[linear], rgb);
    }
  return made[linear];
}

/* Nested bands with invisible steps, so that the tint fades at both ends as the eye's response does. The tint
 * marks observed wavelengths on the observer's axis and rest-frame ones otherwise. */
void
sl_sed_add_visible (const SlSed *s, guint panel)
{
  const guint32 *rgb = visible_hues (!!s->linear);

  for (guint k = 0; k < N_FADE; k++)
    {
      double lo, hi;

      visible_ends (k, &lo, &hi);
      sl_plot_add_band (s->plot, panel, lo / s->unit, hi / s->unit, rgb + k * N_VISIBLE, N_VISIBLE,
                        VISIBLE_ALPHA / N_FADE);
    }
}

void
sl_sed_add_lines (const SlSed *s, guint panel, const double *top)
{
  const guint n = s->frame.n;
  const gboolean upside_down = s->quantity == SL_QUANTITY_AB;

  for (guint k = 0; k < G_N_ELEMENTS (line_table); k++)
    {
      double w = sl_sed_of_air (s, line_table[k].wave), peak = 0.0, side = 0.0, tip = NAN;
      guint n_side = 0, a = sl_sed_find (s->wave, n, w - LINE_SIDE),
            b = sl_sed_find (s->wave, n, w + LINE_SIDE);

      if (s->infrared && !line_table[k].infrared)
        continue;
      for (guint i = a; i < b; i++)
        {
          double light = (double) s->result->sed[s->frame.from + i] * s->result->arriving[s->frame.from + i];

          if (fabs (s->wave[i] - w) <= LINE_HALF_WIDTH)
            {
              peak = MAX (peak, light);
              if (isfinite (top[i]) && (isnan (tip) || (upside_down ? top[i] < tip : top[i] > tip)))
                tip = top[i];
            }
          else if (fabs (s->wave[i] - w) > 2.0 * LINE_HALF_WIDTH)
            side += light, n_side++;
        }
      /* The label of a line that exceeds the axis goes inside. */
      if (s->linear && !upside_down && tip > sl_sed_up (s, s->lo, NAME_HIGHEST))
        tip = sl_sed_up (s, s->lo, NAME_HIGHEST);
      if (n_side && peak > LINE_CONTRAST * side / n_side && sl_sed_inside (s, tip)
          && sl_sed_inside (s, sl_sed_up (s, tip, NAME_UP)))
        sl_plot_add_text (s->plot, panel, w * s->frame.stretch / s->unit,
                          line_table[k].anchor == SL_ANCHOR_CENTRE ? sl_sed_up (s, tip, NAME_UP) : tip, FALSE,
                          line_table[k].anchor, SL_COLOUR_INK, line_table[k].label);
    }
}

/* Labels the dust emission and, where it is prominent, the PAH band. */
void
sl_sed_add_dust_emission (const SlSed *s, guint panel)
{
  const guint n = s->frame.n, from = s->frame.from, pah = sl_sed_find (s->wave, n, PAH_WAVE);
  const guint beside = sl_sed_find (s->wave, n, PAH_BESIDE);
  const float *light = s->result->sed + from;
  double y;
  guint top = 0;

  for (guint i = sl_sed_find (s->wave, n, DUST_EMISSION_FROM); i < n; i++)
    if (top == 0 || (isfinite (s->sed[i])
                     && (s->quantity == SL_QUANTITY_AB ? s->sed[i] < s->sed[top] : s->sed[i] > s->sed[top])))
      top = i;
  y = top ? sl_sed_up (s, s->sed[top], -0.1) : NAN;
  if (sl_sed_inside (s, sl_sed_up (s, y, -NAME_UP)) && sl_sed_inside (s, s->sed[top]))
    sl_plot_add_text (s->plot, panel, s->x[top], y, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK,
                      _ ("dust emission"));
  if (pah >= n || light[pah] <= PAH_CONTRAST * light[beside])
    return;
  y = sl_sed_up (s, s->sed[pah], NAME_UP);
  if (sl_sed_inside (s, y) && sl_sed_inside (s, s->sed[pah]))
    sl_plot_add_text (s->plot, panel, s->x[pah], y, FALSE, SL_ANCHOR_CENTRE, SL_COLOUR_INK, _ ("PAH"));
}

/* Marks the light absorbed by the intergalactic medium, between what is emitted and what arrives. */
void
sl_sed_add_lost (const SlSed *s, guint panel)
{
  const guint n = sl_sed_find (s->wave, s->frame.n, SL_SED_LYMAN_ALPHA);
  const double bottom = s->quantity == SL_QUANTITY_AB ? s->hi : s->lo;
  g_autofree double *leaving = sl_sed_shown (s, &s->frame, s->result->sed, NULL),
                    *arriving = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      leaving[i] = isfinite (leaving[i]) ? CLAMP (leaving[i], s->lo, s->hi) : bottom;
      arriving[i] = isfinite (s->sed[i]) ? CLAMP (s->sed[i], s->lo, s->hi) : bottom;
    }
  sl_plot_add_ribbon (s->plot, panel, s->x, arriving, leaving, n, SL_COLOUR_PURPLE, 0.4, NULL, NULL);
  sl_plot_add_text (s->plot, panel, 1.04 * SL_SED_LYMAN_ALPHA * s->frame.stretch / s->unit, 0.05, TRUE,
                    SL_ANCHOR_START, SL_COLOUR_PURPLE, _ ("← absorbed by the IGM"));
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
find_band (const SlSed *s, guint k)
{
  if ((band_table[k].axis == BAND_INFRARED && !s->infrared) || (band_table[k].axis == BAND_FAR && !s->far))
    return NULL;
  return sl_filter_set_find (s->options->filters, band_table[k].filter);
}

/* Filters are in vacuum, as is the observer. */
static double
of_vacuum (const SlSed *s, double wave)
{
  return s->medium == SL_MEDIUM_AIR ? sl_axis_to_air (wave, INFINITY) : wave;
}

void
sl_sed_add_filters (const SlSed *s)
{
  const guint panel = sl_plot_add_panel (s->plot, 0.13);
  /* On the observer's axis filter bands are not shifted. */
  const gboolean shifted = s->options->filters_observed && !s->observed;
  const double one_z = shifted ? 1.0 + s->options->galaxy->value[SL_PARAM_REDSHIFT] : 1.0;
  double top = 0.0;

  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    if (band_table[k].axis == BAND_ALWAYS && find_band (s, k))
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
      scale = band_table[k].axis == BAND_ALWAYS ? 1.0 : top / tallest (filter);
      x = g_new (double, filter->n);
      y = g_new (double, filter->n);
      for (guint i = 0; i < filter->n; i++)
        x[i] = of_vacuum (s, filter->wave[i] / one_z) / s->unit, y[i] = filter->transmission[i] * scale;
      sl_plot_add_ribbon (s->plot, panel, x, NULL, y, filter->n, band_table[k].colour, 0.55,
                          band_table[k].filter, NULL);
    }
  /* labels last, so that no neighbour covers them */
  for (guint k = 0; k < G_N_ELEMENTS (band_table); k++)
    {
      const SlFilter *filter = find_band (s, k);

      if (filter && filter->effective / one_z > s->axis_lo)
        sl_plot_add_text (s->plot, panel, of_vacuum (s, filter->effective / one_z) / s->unit, 0.3, TRUE,
                          SL_ANCHOR_CENTRE, SL_COLOUR_INK, band_table[k].label);
    }
}
