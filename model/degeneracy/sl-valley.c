/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-valley.h"

#include <math.h>
#include <string.h>

#include "model/degeneracy/sl-route-private.h"

/* The direction is that of a step of the driven parameter of this part of its unit: short enough to be linear
 * and to end at no range that is not reached already, long enough for sums to keep their digits. */
#define SHORT_STEP 1e-6

struct _SlValley {
  SlRoute *route;
  double *held; /* (n) */
};

SlValley *
sl_valley_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error)
{
  SlRoute *route = sl_route_new (galaxy, config, error);
  SlValley *self;

  if (!route)
    return NULL;
  self = g_new0 (SlValley, 1);
  self->route = route;
  self->held = g_memdup2 (sl_route_value (route), config->n * sizeof *self->held);
  return self;
}

void
sl_valley_free (SlValley *self)
{
  if (!self)
    return;
  sl_route_free (self->route);
  g_free (self->held);
  g_free (self);
}

void
sl_valley_step (SlValley *self, SlParamId driven, double value, guint most_evaluations, SlRouteReport *report)
{
  const SlRouteMove move = {
    .target = self->held, .driven = driven, .driven_value = value, .most_evaluations = most_evaluations
  };

  sl_route_move (self->route, &move, report);
}

const SlGalaxy *
sl_valley_galaxy (const SlValley *self)
{
  return sl_route_galaxy (self->route);
}

void
sl_valley_residual (const SlValley *self, double *residual)
{
  for (guint o = 0; o < self->route->config.n; o++)
    residual[o] = self->route->now.value[o] - self->held[o];
}

const double *
sl_valley_held (const SlValley *self)
{
  return self->held;
}

gboolean
sl_valley_direction (SlValley *self, SlParamId driven, double *direction)
{
  SlRoute *route = self->route;
  const SlGalaxy *now = &route->now.galaxy;
  const double change = SHORT_STEP * route->scale[driven];
  g_auto (SlRouteStep) step = { 0 };
  double missed = 0.0;

  memset (direction, 0, SL_N_PARAMS * sizeof *direction);
  sl_route_step_init (&step, route, driven);
  /* From the values here, which may differ from the held ones by the tolerance. */
  sl_route_step_solve (&step, &route->now, now, route->now.value, now->value[driven] + change, TRUE);
  for (guint o = 0; o < route->config.n; o++)
    {
      const double wanted = route->now.jac[o * SL_N_PARAMS + driven] * change / route->tolerance[o];

      missed = MAX (missed, fabs (step.residual[o]) / MAX (fabs (wanted), G_MINDOUBLE));
    }
  direction[driven] = 1.0;
  for (guint i = 0; i < step.n; i++)
    direction[step.id[i]] = step.x[i] * route->scale[step.id[i]] / change;
  /* The rest of what is possible is that of sl-bounded-step.c. */
  return missed < 1e-3;
}
