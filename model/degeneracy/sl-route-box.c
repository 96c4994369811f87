/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/degeneracy/sl-route-private.h"

/* A linear step counts as possible where it misses its targets by less than this many tolerances: the rest is
 * room for what is not linear. */
#define POSSIBLE 0.5

void
sl_route_step_init (SlRouteStep *self, SlRoute *route, int driven)
{
  const guint m = route->config.n;

  memset (self, 0, sizeof *self);
  self->route = route;
  self->driven = driven;
  for (int p = sl_param_set_next (route->config.free, -1); p >= 0;
       p = sl_param_set_next (route->config.free, p))
    if (p != driven)
      self->id[self->n++] = p;
  self->jac = g_new0 (double, m * self->n + 1);
  self->rhs = g_new0 (double, m + 1);
  self->residual = g_new0 (double, m + 1);
}

void
sl_route_step_clear (SlRouteStep *self)
{
  g_free (self->jac);
  g_free (self->rhs);
  g_free (self->residual);
}

static int
component_of (const SlRouteStep *self, SlParamId id)
{
  for (guint i = 0; i < self->n; i++)
    if (self->id[i] == id)
      return i;
  return -1;
}

/* Least distance of a pair at a galaxy: what sliders keep, or less where it is less already. */
static double
kept_distance (const SlGalaxy *galaxy, const SlParamOrder *order)
{
  return MIN (order->kept, galaxy->value[order->upper] - galaxy->value[order->lower]);
}

/* Ends that the other one of a pair sets, and pairs of which both move. */
static void
set_pairs (SlRouteStep *self, double driven_value)
{
  const SlGalaxy *now = &self->from->galaxy, *anchor = self->anchor;

  self->n_pairs = 0;
  for (guint k = 0; sl_param_order (k); k++)
    {
      const SlParamOrder *order = sl_param_order (k);
      const int l = component_of (self, order->lower), u = component_of (self, order->upper);
      const double kept = kept_distance (now, order);

      if (!sl_galaxy_uses (now, order->lower) || !sl_galaxy_uses (now, order->upper) || (l < 0 && u < 0))
        continue;
      if (l >= 0 && u >= 0)
        {
          const double *scale = self->route->scale;

          self->pair[self->n_pairs++] =
              (SlStepPair) { .lower = l,
                             .upper = u,
                             .lower_scale = scale[order->lower],
                             .upper_scale = scale[order->upper],
                             .least = kept - (anchor->value[order->upper] - anchor->value[order->lower]) };
          continue;
        }
      if (l >= 0)
        {
          const double other = (int) order->upper == self->driven ? driven_value : now->value[order->upper];

          if (other - kept < self->hi[l])
            {
              self->hi[l] = MAX (other - kept, self->lo[l]);
              self->beside[l] = order->upper;
            }
          continue;
        }
      {
        const double other = (int) order->lower == self->driven ? driven_value : now->value[order->lower];

        if (other + kept > self->lo[u])
          {
            self->lo[u] = MIN (other + kept, self->hi[u]);
            self->beside[u] = order->lower;
          }
      }
    }
}

/* Ends of all components: first as values of the parameters, then in components. */
static void
set_box (SlRouteStep *self, double driven_value)
{
  const double *now = self->from->galaxy.value, *anchor = self->anchor->value;

  for (guint i = 0; i < self->n; i++)
    {
      sl_galaxy_range (&self->from->galaxy, self->id[i], NULL, &self->lo[i], &self->hi[i]);
      self->lo[i] = MIN (self->lo[i], now[self->id[i]]);
      self->hi[i] = MAX (self->hi[i], now[self->id[i]]);
      self->beside[i] = self->id[i];
    }
  set_pairs (self, driven_value);
  for (guint i = 0; i < self->n; i++)
    {
      const double scale = self->route->scale[self->id[i]],
                   at = (now[self->id[i]] - anchor[self->id[i]]) / scale;

      self->lo[i] = (self->lo[i] - anchor[self->id[i]]) / scale;
      self->hi[i] = (self->hi[i] - anchor[self->id[i]]) / scale;
      /* An end that a driven neighbour sets may be beyond the longest step: it must be followed. */
      self->near_lo[i] = MIN (MAX (self->lo[i], at - SL_ROUTE_STEP), self->hi[i]);
      self->near_hi[i] = MAX (MIN (self->hi[i], at + SL_ROUTE_STEP), self->lo[i]);
    }
}

static gboolean
solve (SlRouteStep *self, const double *lo, const double *hi)
{
  const guint m = self->route->config.n;
  const SlStepProblem problem = { .m = m,
                                  .n = self->n,
                                  .jac = self->jac,
                                  .rhs = self->rhs,
                                  .lo = lo,
                                  .hi = hi,
                                  .pairs = self->pair,
                                  .n_pairs = self->n_pairs };

  sl_bounded_step (&problem, self->x, self->end, self->residual);
  for (guint o = 0; o < m; o++)
    if (!(fabs (self->residual[o]) <= POSSIBLE))
      return FALSE;
  return TRUE;
}

gboolean
sl_route_step_solve (SlRouteStep *self, const SlRoutePoint *from, const SlGalaxy *anchor,
                     const double *target, double driven_value, gboolean near)
{
  const SlRoute *route = self->route;

  self->from = from;
  self->anchor = anchor;
  set_box (self, driven_value);
  for (guint o = 0; o < route->config.n; o++)
    {
      const double *row = from->jac + (gsize) o * SL_N_PARAMS;

      self->rhs[o] = (target[o] - from->value[o]) / route->tolerance[o];
      if (self->driven >= 0)
        self->rhs[o] -=
            row[self->driven] * (driven_value - from->galaxy.value[self->driven]) / route->tolerance[o];
      for (guint i = 0; i < self->n; i++)
        {
          const SlParamId id = self->id[i];
          double *entry = &self->jac[o * self->n + i];

          *entry = row[id] * route->scale[id] / route->tolerance[o];
          /* The step begins at the anchor, the derivatives hold where the route is. */
          self->rhs[o] += *entry * (from->galaxy.value[id] - anchor->value[id]) / route->scale[id];
        }
    }
  return near ? solve (self, self->near_lo, self->near_hi) : solve (self, self->lo, self->hi);
}

void
sl_route_step_apply (const SlRouteStep *self, double driven_value, SlGalaxy *galaxy)
{
  *galaxy = self->from->galaxy;
  if (self->driven >= 0)
    galaxy->value[self->driven] = driven_value;
  for (guint i = 0; i < self->n; i++)
    {
      const SlParamId id = self->id[i];
      double lo, hi;

      galaxy->value[id] = self->anchor->value[id] + self->x[i] * self->route->scale[id];
      /* Rounding must not leave the range. */
      sl_galaxy_range (galaxy, id, NULL, &lo, &hi);
      lo = MIN (lo, self->from->galaxy.value[id]);
      hi = MAX (hi, self->from->galaxy.value[id]);
      galaxy->value[id] = CLAMP (galaxy->value[id], lo, hi);
    }
  for (guint k = 0; sl_param_order (k); k++)
    {
      const SlParamOrder *order = sl_param_order (k);
      const int u = component_of (self, order->upper), l = component_of (self, order->lower);
      const double kept = kept_distance (&self->from->galaxy, order);

      if (!sl_galaxy_uses (galaxy, order->lower) || !sl_galaxy_uses (galaxy, order->upper))
        continue;
      if (u >= 0)
        galaxy->value[order->upper] = MAX (galaxy->value[order->upper], galaxy->value[order->lower] + kept);
      else if (l >= 0)
        galaxy->value[order->lower] = MIN (galaxy->value[order->lower], galaxy->value[order->upper] - kept);
    }
}

SlParamId
sl_route_driven_range (const SlRoute *self, SlParamId driven, double value, double *lo, double *hi)
{
  const SlGalaxy *now = &self->now.galaxy;
  SlParamId low = driven, high = driven;

  sl_galaxy_range (now, driven, NULL, lo, hi);
  for (guint k = 0; sl_param_order (k); k++)
    {
      const SlParamOrder *order = sl_param_order (k);
      const gboolean is_lower = order->lower == driven;
      const SlParamId other = is_lower ? order->upper : order->lower;
      const double kept = kept_distance (now, order);
      double other_lo, other_hi, end;

      if ((!is_lower && order->upper != driven) || !sl_galaxy_uses (now, other)
          || !sl_galaxy_uses (now, driven))
        continue;
      sl_galaxy_range (now, other, NULL, &other_lo, &other_hi);
      if (!sl_param_set_has (self->config.free, other))
        other_lo = other_hi = now->value[other];
      end = is_lower ? other_hi - kept : other_lo + kept;
      if (is_lower && end < *hi)
        {
          *hi = end;
          high = other;
        }
      if (!is_lower && end > *lo)
        {
          *lo = end;
          low = other;
        }
    }
  *lo = MIN (*lo, now->value[driven]);
  *hi = MAX (*hi, now->value[driven]);
  return value > now->value[driven] ? high : low;
}

/* Whether a parameter is the lower one of its pair with another. */
static gboolean
is_below (SlParamId id, SlParamId other)
{
  for (guint k = 0; sl_param_order (k); k++)
    if (sl_param_order (k)->lower == id && sl_param_order (k)->upper == other)
      return TRUE;
  return FALSE;
}

/* The parameters that would go on but may not. */
static void
name_blocking (const SlRouteStep *self, SlRouteReport *report)
{
  for (guint i = 0; i < self->n; i++)
    {
      SlRouteBlock block = { .id = self->id[i], .end = self->end[i], .partner = self->beside[i] };

      if (self->end[i] == SL_STEP_FREE)
        continue;
      if (block.partner != block.id)
        {
          /* The end may be that of the range, on the other side than the neighbour's. */
          if (is_below (block.id, block.partner) == (block.end == SL_STEP_AT_HIGH))
            block.end = SL_STEP_AT_PARTNER;
          else
            block.partner = block.id;
        }
      for (guint k = 0; k < self->n_pairs && block.end == SL_STEP_AT_PARTNER; k++)
        if (self->pair[k].lower == i || self->pair[k].upper == i)
          block.partner = self->id[self->pair[k].lower == i ? self->pair[k].upper : self->pair[k].lower];
      report->blocking[report->n_blocking++] = block;
    }
}

void
sl_route_step_explain (SlRouteStep *self, const double *target, double driven_value, SlRouteReport *report)
{
  const guint m = self->route->config.n, n = self->n;
  double wide_lo[SL_N_PARAMS], wide_hi[SL_N_PARAMS];
  const guint n_pairs = self->n_pairs;
  gboolean possible;

  if (sl_route_step_solve (self, self->from, self->anchor, target, driven_value, FALSE))
    {
      report->status = SL_ROUTE_NOT_SMOOTH;
      return;
    }
  for (guint o = 0; o < m && report->observable < 0; o++)
    {
      gboolean acts = FALSE;

      for (guint i = 0; i < n; i++)
        acts |= self->jac[o * n + i] != 0.0;
      if (!acts && fabs (self->rhs[o]) > POSSIBLE)
        report->observable = o;
    }
  if (report->observable >= 0)
    {
      report->status = SL_ROUTE_NO_EFFECT;
      return;
    }
  name_blocking (self, report);
  for (guint i = 0; i < n; i++)
    {
      wide_lo[i] = -G_MAXFLOAT;
      wide_hi[i] = G_MAXFLOAT;
    }
  self->n_pairs = 0;
  possible = solve (self, wide_lo, wide_hi);
  self->n_pairs = n_pairs;
  report->status = possible && report->n_blocking ? SL_ROUTE_AT_END : SL_ROUTE_CONFLICT;
  if (report->status == SL_ROUTE_CONFLICT)
    report->n_blocking = 0;
}
