/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-solve.h"

#include <math.h>

#include "model/degeneracy/sl-route-private.h"

/* Steps along the valley after the targets are reached; each leaves a fixed part of the error, the smaller
 * the straighter the valley. */
#define MOST_ROUNDS 12

struct _SlSolve {
  SlRoute *route;
  SlGalaxy start;
};

SlSolve *
sl_solve_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error)
{
  SlRoute *route = sl_route_new (galaxy, config, error);
  SlSolve *self;

  if (!route)
    return NULL;
  self = g_new0 (SlSolve, 1);
  self->route = route;
  self->start = *galaxy;
  return self;
}

void
sl_solve_free (SlSolve *self)
{
  if (!self)
    return;
  sl_route_free (self->route);
  g_free (self);
}

void
sl_solve_move (SlSolve *self, const double *target, guint most_evaluations, SlRouteReport *report)
{
  const SlRouteMove move = {
    .target = target, .driven = -1, .anchor = &self->start, .most_evaluations = most_evaluations
  };
  guint rounds = MOST_ROUNDS;

  sl_route_move (self->route, &move, report);
  if (report->status != SL_ROUTE_REACHED)
    return;
  if (most_evaluations)
    rounds = report->evaluations < most_evaluations ? most_evaluations - report->evaluations : 0;
  sl_route_shorten (self->route, &move, MIN (rounds, MOST_ROUNDS), report);
}

const SlGalaxy *
sl_solve_galaxy (const SlSolve *self)
{
  return sl_route_galaxy (self->route);
}

const double *
sl_solve_value (const SlSolve *self)
{
  return sl_route_value (self->route);
}

double
sl_solve_distance (const SlSolve *self)
{
  const SlGalaxy *now = sl_route_galaxy (self->route);
  double sum = 0.0;

  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      const double part = (now->value[p] - self->start.value[p]) / self->route->scale[p];

      sum += part * part;
    }
  return sqrt (sum);
}
