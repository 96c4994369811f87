/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-coordinates.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "model/inference/sl-inference-numbers.h"
#include "model/support/sl-error.h"

/* A number nearer to a bound than this share of the range counts as on it, and is moved inside by the
 * second, where the slope of x is a hundredth of the range. */
#define ON_BOUND 1e-6
#define INSIDE 1e-2
/* Pairs that may not be equal keep so much more than their least distance, for rounding. */
#define ROUNDING 1e-9

static int
find (const SlCoordinates *self, SlParamId id)
{
  for (guint i = 0; i < self->n; i++)
    if (self->at[i].id == id)
      return (int) i;
  return -1;
}

/* One pair, as far as its parameters are free. */
static void
apply_order (SlCoordinates *self, const SlGalaxy *galaxy, const SlParamOrder *order)
{
  const int lower = find (self, order->lower), upper = find (self, order->upper);
  const double least = order->least > 0.0 ? order->least + ROUNDING : 0.0;

  if (!sl_galaxy_uses (galaxy, order->lower) || !sl_galaxy_uses (galaxy, order->upper))
    return;
  if (lower >= 0)
    self->at[lower].hi =
        MIN (self->at[lower].hi, (upper >= 0 ? self->at[upper].hi : galaxy->value[order->upper]) - least);
  if (upper < 0)
    return;
  if (lower < 0)
    {
      self->at[upper].lo = MAX (self->at[upper].lo, galaxy->value[order->lower] + least);
      return;
    }
  self->at[upper].above = lower;
  self->at[upper].least = least;
}

static void
sort (SlCoordinates *self)
{
  gboolean placed[SL_N_PARAMS] = { FALSE };

  for (guint k = 0; k < self->n;)
    for (guint i = 0; i < self->n; i++)
      if (!placed[i] && (self->at[i].above < 0 || placed[self->at[i].above]))
        {
          placed[i] = TRUE;
          self->order[k++] = i;
        }
}

gboolean
sl_coordinates_init (SlCoordinates *self, const SlGalaxy *galaxy, const SlParamId *params, guint n,
                     const double *lo, const double *hi, GError **error)
{
  const SlParamOrder *order;
  guint n_orders = 0;

  self->n = n;
  for (guint i = 0; i < n; i++)
    self->at[i] = (SlCoordinate) { params[i], lo[i], hi[i], -1, 0.0 };
  while (sl_param_order (n_orders))
    n_orders++;
  /* Once for each pair, since the end of one may be limited by another pair. */
  for (guint k = 0; k < n_orders; k++)
    for (guint i = 0; (order = sl_param_order (i)); i++)
      apply_order (self, galaxy, order);
  sort (self);
  for (guint i = 0; i < n; i++)
    if (!(self->at[i].lo < self->at[i].hi))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                     _ ("%s: its range, and the parameters that it must lie above or below, leave it no "
                        "room"),
                     sl_param_info (params[i])->name);
        return FALSE;
      }
  return TRUE;
}

/* x of coordinate i, with tangents by its u and by the x below it, and ln of its slope. */
static SlDual
place (const SlCoordinate *at, double u, double below, SlDual *lg_slope)
{
  const SlDual hi = sl_dual_constant (at->hi), v = sl_dual_variable (u, 0);
  SlDual lo = sl_dual_constant (at->lo);

  if (at->above >= 0)
    lo = at_least (add (sl_dual_variable (below, 1), at->least), at->lo);
  *lg_slope = sl_bounded_lg_slope_D (v, lo, hi);
  return sl_bounded_D (v, lo, hi);
}

void
sl_coordinates_to_x (const SlCoordinates *self, const double *u, double *x, double *lg_volume,
                     SlCoordinateSlopes *slopes)
{
  double volume = 0.0;

  for (guint k = 0; k < self->n; k++)
    {
      const guint i = self->order[k];
      const SlCoordinate *at = &self->at[i];
      SlDual lg_slope;
      const SlDual y = place (at, u[i], at->above >= 0 ? x[at->above] : 0.0, &lg_slope);

      x[i] = CLAMP (y.v, at->lo, at->hi);
      volume += lg_slope.v;
      if (!slopes)
        continue;
      slopes->by_u[i] = y.d[0];
      slopes->by_x[i] = y.d[1];
      slopes->lg_by_u[i] = lg_slope.d[0];
      slopes->lg_by_x[i] = lg_slope.d[1];
    }
  if (lg_volume)
    *lg_volume = volume;
}

void
sl_coordinates_rows_by_u (const SlCoordinates *self, const SlCoordinateSlopes *slopes, double *rows,
                          gsize n_rows)
{
  for (gsize r = 0; r < n_rows; r++)
    for (guint k = self->n; k-- > 0;)
      {
        const guint i = self->order[k];
        double *row = rows + r * self->n;

        if (self->at[i].above >= 0)
          row[self->at[i].above] += row[i] * slopes->by_x[i];
        row[i] *= slopes->by_u[i];
      }
}

void
sl_coordinates_add_volume (const SlCoordinates *self, const SlCoordinateSlopes *slopes, double *gradient)
{
  double by_x[SL_N_PARAMS] = { 0.0 };

  for (guint k = self->n; k-- > 0;)
    {
      const guint i = self->order[k];

      if (self->at[i].above >= 0)
        by_x[self->at[i].above] += slopes->lg_by_x[i] + by_x[i] * slopes->by_x[i];
      gradient[i] += slopes->lg_by_u[i] + by_x[i] * slopes->by_u[i];
    }
}

void
sl_coordinates_ends (const SlCoordinates *self, const double *x, guint i, double *lo, double *hi)
{
  const SlCoordinate *at = &self->at[i];

  *lo = at->above >= 0 ? MAX (at->lo, x[at->above] + at->least) : at->lo;
  *hi = at->hi;
}

guint
sl_coordinates_from_x (const SlCoordinates *self, const double *x, double *u, gboolean *moved)
{
  double inside[SL_N_PARAMS];
  guint n_moved = 0;

  for (guint k = 0; k < self->n; k++)
    {
      const guint i = self->order[k];
      double lo, hi, s;
      gboolean on_bound;

      sl_coordinates_ends (self, inside, i, &lo, &hi);
      s = (x[i] - lo) / (hi - lo);
      /* Also where it is no number. */
      on_bound = !(s > ON_BOUND && s < 1.0 - ON_BOUND);
      if (on_bound)
        s = s > 0.5 ? 1.0 - INSIDE : INSIDE;
      if (moved)
        moved[i] = on_bound;
      n_moved += on_bound;
      inside[i] = on_bound ? lo + s * (hi - lo) : x[i];
      u[i] = log (s) - log1p (-s);
    }
  return n_moved;
}
