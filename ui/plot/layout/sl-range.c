/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plot/layout/sl-range.h"

#include <math.h>

#define DEFAULT_FILL 0.55
/* Space beside the data, relative to their span: the axis then tolerates some growth before it changes. */
#define HEADROOM 0.04
/* More on the side where the data have just outgrown the axis: they probably grow further. */
#define GROWTH_SPACE 0.2
/* Round ends are multiples of about this fraction of the span. */
#define ROUND_TO 10.0

/* The largest 1-2-5 number not above value. */
static double
nice_step (double value)
{
  double power = pow (10, floor (log10 (value))), m = value / power * (1 + 1e-9);

  return (m >= 5 ? 5 : m >= 2 ? 2 : 1) * power;
}

static void
round_out (double *lo, double *hi, double space_lo, double space_hi)
{
  double span = *hi - *lo, step;
  gboolean from_zero = *lo == 0, to_zero = *hi == 0;

  if (!(span > 1e-12 * MAX (fabs (*lo), fabs (*hi))) || span < 1e-290)
    {
      /* One value: a range around it, on its side of zero. */
      span = *lo != 0 ? fabs (*lo) : 1;
      if (!from_zero || to_zero)
        *lo -= span / 2;
      *hi += span / 2;
      from_zero = to_zero = FALSE;
      span = *hi - *lo;
    }
  step = nice_step (span / ROUND_TO);
  *lo = from_zero ? 0 : floor ((*lo - space_lo * span) / step) * step;
  *hi = to_zero ? 0 : ceil ((*hi + space_hi * span) / step) * step;
}

static double
to_scale (SlScale scale, double value)
{
  return scale == SL_SCALE_LOG ? log10 (value) : value;
}

/* Rounds a logarithmic end to the next 1, 2 or 5 times a power of ten. t: decimal logarithm. */
static double
round_log (double t, int direction)
{
  static const double multiples[] = { 0, 0.30102999566398120, 0.69897000433601880, 1 };
  double whole = floor (t), rest = t - whole;
  int i = 0;

  if (direction > 0)
    while (multiples[i] < rest - 1e-9)
      i++;
  else
    for (i = 3; multiples[i] > rest + 1e-9;)
      i--;
  return pow (10, whole) * (i == 0 ? 1 : i == 1 ? 2 : i == 2 ? 5 : 10);
}

gboolean
sl_range_settle (double *lo, double *hi, double data_lo, double data_hi, SlScale scale, double fill)
{
  double t0, t1, d0, d1, old_lo = *lo, old_hi = *hi, space;
  gboolean have = isfinite (*lo) && isfinite (*hi) && *lo < *hi && (scale == SL_SCALE_LINEAR || *lo > 0);

  if (!(fill > 0 && fill <= 1))
    fill = DEFAULT_FILL;
  if (!isfinite (data_lo) || !isfinite (data_hi) || data_lo > data_hi || !isfinite (data_hi - data_lo)
      || (scale == SL_SCALE_LOG && data_lo <= 0))
    {
      if (have)
        return FALSE;
      *lo = scale == SL_SCALE_LOG ? 0.1 : 0;
      *hi = 1;
      return TRUE;
    }

  d0 = to_scale (scale, data_lo);
  d1 = to_scale (scale, data_hi);
  if (have)
    {
      t0 = to_scale (scale, *lo);
      t1 = to_scale (scale, *hi);
      /* Data of one value fill nothing: the range stays while they are inside and it is not out of
       * proportion. */
      if (d0 >= t0 && d1 <= t1
          && (d1 - d0 >= fill * (t1 - t0)
              || (d1 - d0 <= 1e-12 * MAX (fabs (d0), fabs (d1))
                  && t1 - t0 <= (scale == SL_SCALE_LOG ? 3 : 4 * MAX (fabs (d0), 0.25)))))
        return FALSE;
    }

  if (scale == SL_SCALE_LINEAR)
    {
      *lo = data_lo;
      *hi = data_hi;
      round_out (lo, hi, have && data_lo < old_lo ? GROWTH_SPACE : HEADROOM,
                 have && data_hi > old_hi ? GROWTH_SPACE : HEADROOM);
    }
  else
    {
      space = d1 - d0 > 1e-9 ? HEADROOM * (d1 - d0) : 0.5;
      *lo = round_log (d0 - space, -1);
      *hi = round_log (d1 + space, 1);
    }
  return *lo != old_lo || *hi != old_hi;
}
