/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-plot-zoom.h"

#include <math.h>

/* The narrowest range, relative to home and to the largest number on the axis: in narrower ones labels would
 * need too many digits. */
#define LEAST_PART 1e-4
#define LEAST_RELATIVE 1e-6
/* The widest range, as a multiple of home. */
#define MOST 10.0
/* A range this near to home, relative to it, is home: zooming in and out again returns to it. */
#define HOME_PART 1e-6

static const SlZoomRange none = { NAN, NAN };

void
sl_plot_zoom_clear (SlPlotZoom *zoom)
{
  zoom->x = none;
  for (guint i = 0; i < SL_ZOOM_PANELS; i++)
    zoom->y[i] = zoom->right[i] = none;
}

gboolean
sl_plot_zoom_is_set (const SlPlotZoom *zoom)
{
  gboolean set = !isnan (zoom->x.lo);

  for (guint i = 0; i < SL_ZOOM_PANELS; i++)
    set = set || !isnan (zoom->y[i].lo) || !isnan (zoom->right[i].lo);
  return set;
}

static gboolean
same_range (SlZoomRange a, SlZoomRange b)
{
  return isnan (a.lo) || isnan (b.lo) ? isnan (a.lo) == isnan (b.lo) : a.lo == b.lo && a.hi == b.hi;
}

gboolean
sl_plot_zoom_equal (const SlPlotZoom *a, const SlPlotZoom *b)
{
  gboolean equal = same_range (a->x, b->x);

  for (guint i = 0; i < SL_ZOOM_PANELS; i++)
    equal = equal && same_range (a->y[i], b->y[i]) && same_range (a->right[i], b->right[i]);
  return equal;
}

static double
measure (SlScale scale, double value)
{
  return scale == SL_SCALE_LOG ? log (value) : value;
}

static double
unmeasure (SlScale scale, double t)
{
  return scale == SL_SCALE_LOG ? exp (t) : t;
}

/* Repairs a range as axes do when they are drawn, so that both mean the same. */
static SlZoomRange
usable (SlScale scale, SlZoomRange range)
{
  SlAxisMap map;

  sl_axis_map_init (&map, scale, range.lo, range.hi, 0, 1);
  return (SlZoomRange){ measure (scale, map.lo), measure (scale, map.hi) };
}

/* lo, hi: in the axis' measure, in home's direction. */
static SlZoomRange
bounded (SlScale scale, SlZoomRange h, double lo, double hi)
{
  double span = fabs (h.hi - h.lo), middle = (h.lo + h.hi) / 2, sign = h.hi < h.lo ? -1 : 1;
  double width = sign * (hi - lo), centre = (lo + hi) / 2, most = MOST * span, least;

  least = MAX (LEAST_PART * span, scale == SL_SCALE_LOG ? LEAST_RELATIVE : LEAST_RELATIVE * fabs (centre));
  width = CLAMP (width, MIN (least, span), most);
  centre = CLAMP (centre, middle - (most - width) / 2, middle + (most - width) / 2);
  lo = centre - sign * width / 2;
  hi = centre + sign * width / 2;
  if (fabs (lo - h.lo) <= HOME_PART * span && fabs (hi - h.hi) <= HOME_PART * span)
    return none;
  lo = unmeasure (scale, lo);
  hi = unmeasure (scale, hi);
  return isfinite (lo) && isfinite (hi) && (scale == SL_SCALE_LINEAR || (lo > 0 && hi > 0))
             ? (SlZoomRange) { lo, hi }
             : none;
}

SlZoomRange
sl_zoom_about (SlScale scale, SlZoomRange home, SlZoomRange now, double value, double factor)
{
  SlZoomRange h = usable (scale, home), n = isnan (now.lo) ? h : usable (scale, now);
  double anchor = measure (scale, value), span = fabs (n.hi - n.lo), least;

  if (!isfinite (anchor) || !(factor > 0))
    return now;
  /* At a bound the factor is limited; the value keeps its position. */
  least = MAX (LEAST_PART * fabs (h.hi - h.lo),
               scale == SL_SCALE_LOG ? LEAST_RELATIVE : LEAST_RELATIVE * fabs (n.lo + n.hi) / 2);
  factor = CLAMP (factor, MIN (1, least / span), MAX (1, MOST * fabs (h.hi - h.lo) / span));
  return bounded (scale, h, anchor + (n.lo - anchor) * factor, anchor + (n.hi - anchor) * factor);
}

SlZoomRange
sl_zoom_pan (SlScale scale, SlZoomRange home, SlZoomRange now, double part)
{
  SlZoomRange h = usable (scale, home), n = isnan (now.lo) ? h : usable (scale, now);
  double by = part * (n.hi - n.lo);

  return bounded (scale, h, n.lo + by, n.hi + by);
}

SlZoomRange
sl_zoom_to (SlScale scale, SlZoomRange home, SlZoomRange now, double a, double b)
{
  SlZoomRange h = usable (scale, home), n = isnan (now.lo) ? h : usable (scale, now);

  return bounded (scale, h, n.lo + MIN (a, b) * (n.hi - n.lo), n.lo + MAX (a, b) * (n.hi - n.lo));
}
