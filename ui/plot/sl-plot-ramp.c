/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/sl-plot-ramp.h"

#include <math.h>

#define MAX_STOPS 7

/* Hue and colourfulness come from the stops; lightness runs evenly between first, middle (signed ramps) and
 * last. */
typedef struct {
  guint n;
  guint32 stops[MAX_STOPS];
} Ramp;

/* Like cividis, but starting near the card: pale on white, dark on dark. */
static const Ramp ramps[SL_N_RAMPS][3] = {
  [SL_RAMP_AMOUNT] = {
    [SL_PLOT_THEME_LIGHT] = { 6, { 0xfdfaee, 0xe9d98c, 0xb5ae74, 0x7c8582, 0x46618a, 0x00204d } },
    [SL_PLOT_THEME_DARK] = { 6, { 0x22252c, 0x21406f, 0x536780, 0x86897a, 0xc2b263, 0xffea46 } },
    [SL_PLOT_THEME_PRINT] = { 6, { 0xfdfaee, 0xe9d98c, 0xb5ae74, 0x7c8582, 0x46618a, 0x00204d } },
  },
  [SL_RAMP_SIGNED] = {
    [SL_PLOT_THEME_LIGHT] = { 5, { 0x1160ac, 0x7fb0dc, 0xfbfbfb, 0xeeb078, 0xb55300 } },
    [SL_PLOT_THEME_DARK] = { 5, { 0x6fbcff, 0x31628f, 0x262629, 0x8a5424, 0xffa653 } },
    [SL_PLOT_THEME_PRINT] = { 5, { 0x1160ac, 0x7fb0dc, 0xfbfbfb, 0xeeb078, 0xb55300 } },
  },
};

typedef struct { double l, a, b; } Lab;

static double
to_linear (guint32 level)
{
  double v = level / 255.0;

  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static guint32
from_linear (double v)
{
  v = v <= 0.0031308 ? 12.92 * v : 1.055 * pow (v, 1 / 2.4) - 0.055;
  return (guint32) lround (255 * CLAMP (v, 0, 1));
}

/* OKLab (B. Ottosson 2020) */
static Lab
to_lab (guint32 rgb)
{
  double r = to_linear (rgb >> 16 & 0xff), g = to_linear (rgb >> 8 & 0xff), b = to_linear (rgb & 0xff);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  return (Lab){ 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
                1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
                0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s };
}

static guint32
from_lab (const Lab *c)
{
  double l = pow (c->l + 0.3963377774 * c->a + 0.2158037573 * c->b, 3);
  double m = pow (c->l - 0.1055613458 * c->a - 0.0638541728 * c->b, 3);
  double s = pow (c->l - 0.0894841775 * c->a - 1.2914855480 * c->b, 3);

  return 0xff000000 | from_linear (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
         | from_linear (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
         | from_linear (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
}

void
sl_plot_ramp_fill (SlRamp ramp, SlPlotThemeKind kind, guint32 argb[SL_RAMP_STEPS])
{
  const Ramp *r = &ramps[ramp][kind];
  Lab stops[MAX_STOPS];
  double first, middle, last;

  for (guint i = 0; i < r->n; i++)
    stops[i] = to_lab (r->stops[i]);
  first = stops[0].l;
  last = stops[r->n - 1].l;
  middle = (first + last) / 2;
  if (ramp == SL_RAMP_SIGNED)
    {
      /* Both ends differ equally from the middle, so that neither sign looks stronger. */
      first = last = middle;
      middle = stops[r->n / 2].l;
    }
  for (guint i = 0; i < SL_RAMP_STEPS; i++)
    {
      double t = i / (SL_RAMP_STEPS - 1.0), at = t * (r->n - 1);
      guint k = MIN ((guint) at, r->n - 2);
      Lab c = { t < 0.5 ? first + 2 * t * (middle - first) : middle + (2 * t - 1) * (last - middle),
                stops[k].a + (at - k) * (stops[k + 1].a - stops[k].a),
                stops[k].b + (at - k) * (stops[k + 1].b - stops[k].b) };

      argb[i] = from_lab (&c);
    }
}

guint
sl_plot_ramp_step (SlRamp ramp, double lo, double hi, double value)
{
  double most = MAX (fabs (lo), fabs (hi)), t;

  t = ramp == SL_RAMP_SIGNED ? 0.5 + 0.5 * value / most : (value - lo) / (hi - lo);
  if (isnan (t)) /* no range at all */
    t = ramp == SL_RAMP_SIGNED ? 0.5 : 0;
  return (guint) lround (CLAMP (t, 0, 1) * (SL_RAMP_STEPS - 1));
}
