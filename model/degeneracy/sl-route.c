/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/degeneracy/sl-route-private.h"
#include "model/support/sl-error.h"

/* Smallest part of the way of a move that is tried: what is left is less than anybody sees. */
#define LEAST_PART (1.0 / 1024.0)
#define HALVINGS 12
/* Gauss–Newton corrections of a step; they converge quadratically, so that more mean that the step was
 * long. */
#define MOST_CORRECTIONS 4
/* A shorter step, in units of the parameters, is no change. */
#define LEAST_LENGTH 1e-4

/* --- points --------------------------------------------------------------- */

static void
point_init (SlRoutePoint *self, guint n)
{
  self->value = g_new0 (double, n + 1);
  self->jac = g_new0 (double, (gsize) n *SL_N_PARAMS + 1);
}

static void
point_clear (SlRoutePoint *self)
{
  g_free (self->value);
  g_free (self->jac);
}

static void
accept_trial (SlRoute *self)
{
  const SlRoutePoint now = self->now;

  self->now = self->trial;
  self->trial = now;
}

static gboolean
fail_missing (guint o, int p, GError **error)
{
  if (p < 0)
    g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE, _ ("observable %u does not exist for this galaxy"),
                 o + 1);
  else
    g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                 _ ("the derivative of observable %u by %s does not exist for this galaxy"), o + 1,
                 sl_param_info (p)->name);
  return FALSE;
}

/* Evaluates a point. FALSE also where something is not finite. */
static gboolean
measure (SlRoute *self, SlRoutePoint *point, GError **error)
{
  if (!self->config.measure (&point->galaxy, point->value, point->jac, self->config.data, error))
    return FALSE;
  for (guint o = 0; o < self->config.n; o++)
    {
      if (!isfinite (point->value[o]))
        return fail_missing (o, -1, error);
      for (int p = sl_param_set_next (self->config.free, -1); p >= 0;
           p = sl_param_set_next (self->config.free, p))
        if (!isfinite (point->jac[o * SL_N_PARAMS + p]))
          return fail_missing (o, p, error);
    }
  return TRUE;
}

SlRoute *
sl_route_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error)
{
  g_autoptr (SlRoute) self = g_new0 (SlRoute, 1);

  self->config = *config;
  self->tolerance = g_memdup2 (config->tolerance, config->n * sizeof (double));
  self->config.tolerance = self->tolerance;
  self->config.scale = self->scale;
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      double lo, hi;

      sl_galaxy_range (galaxy, p, NULL, &lo, &hi);
      self->scale[p] = config->scale ? config->scale[p] : hi - lo;
      if (!sl_galaxy_uses (galaxy, p))
        sl_param_set_remove (&self->config.free, p);
    }
  point_init (&self->now, config->n);
  point_init (&self->trial, config->n);
  self->now.galaxy = *galaxy;
  if (!sl_galaxy_check (galaxy, TRUE, error) || !measure (self, &self->now, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
sl_route_free (SlRoute *self)
{
  if (!self)
    return;
  point_clear (&self->now);
  point_clear (&self->trial);
  g_free (self->tolerance);
  g_free (self);
}

const SlGalaxy *
sl_route_galaxy (const SlRoute *self)
{
  return &self->now.galaxy;
}

const double *
sl_route_value (const SlRoute *self)
{
  return self->now.value;
}

/* --- steps ---------------------------------------------------------------- */

/* The greatest distance of a point from the targets, in tolerances. */
static double
distance (const SlRoute *self, const SlRoutePoint *point, const double *target)
{
  double most = 0.0;

  for (guint o = 0; o < self->config.n; o++)
    most = MAX (most, fabs (point->value[o] - target[o]) / self->tolerance[o]);
  return most;
}

/* Takes the step that was solved last, from where the route is, and corrects it. TRUE: trial is within the
 * tolerance. */
static gboolean
take_step (SlRoute *self, SlRouteStep *step, const double *target, double driven_value, SlRouteReport *report)
{
  const SlGalaxy *anchor = step->anchor;
  double before = G_MAXDOUBLE;

  for (guint k = 0; k <= MOST_CORRECTIONS; k++)
    {
      SlGalaxy next;
      double missed;

      sl_route_step_apply (step, driven_value, &next);
      self->trial.galaxy = next;
      report->evaluations++;
      if (!measure (self, &self->trial, NULL))
        return FALSE;
      missed = distance (self, &self->trial, target);
      if (missed <= 1.0)
        return TRUE;
      if (!(missed < before))
        return FALSE;
      before = missed;
      sl_route_step_solve (step, &self->trial, anchor, target, driven_value, TRUE);
    }
  return FALSE;
}

/* A move on its way. */
typedef struct {
  SlRoute *route;
  const SlRouteMove *move;
  SlRouteStep step;
  double *from, *target; /* (m) where the observables began; where they are to be at `part` */
  double driven_from, driven_to;
} Way;

/* Where observables and the driven parameter are to be at a part of the way. */
static double
set_targets (Way *way, double part)
{
  const SlRoute *self = way->route;

  for (guint o = 0; o < self->config.n; o++)
    {
      const double goal = way->move->target[o], from = way->from[o];

      /* What is at rest stays there: its target does not begin at its error. */
      way->target[o] = fabs (goal - from) <= self->tolerance[o] ? goal : from + part * (goal - from);
    }
  return part < 1.0 ? way->driven_from + part * (way->driven_to - way->driven_from) : way->driven_to;
}

static gboolean
solve_at (Way *way, double part)
{
  SlRoute *self = way->route;
  const double driven = set_targets (way, part);

  return sl_route_step_solve (&way->step, &self->now,
                              way->move->anchor ? way->move->anchor : &self->now.galaxy, way->target, driven,
                              TRUE)
         && fabs (driven - self->now.galaxy.value[MAX (way->move->driven, 0)])
                <= (way->move->driven < 0 ? G_MAXDOUBLE
                                          : SL_ROUTE_STEP * self->scale[way->move->driven] * (1.0 + 1e-9));
}

/* The longest linear step from part, at most by `longest`; it is then solved. *beyond: a part to which there
 * is none, or 0. */
static double
longest_step (Way *way, double part, double longest, double *beyond)
{
  double low = 0.0, high = longest;

  *beyond = 0.0;
  if (solve_at (way, part + longest))
    return longest;
  for (guint k = 0; k < HALVINGS; k++)
    {
      const double middle = 0.5 * (low + high);

      *(solve_at (way, part + middle) ? &low : &high) = middle;
    }
  *beyond = part + high;
  if (low > 0.0)
    solve_at (way, part + low);
  return low;
}

static void
walk (Way *way, SlRouteReport *report)
{
  SlRoute *self = way->route;
  double longest = 1.0;

  while (report->part < 1.0)
    {
      double beyond, length;

      if (way->move->most_evaluations && report->evaluations >= way->move->most_evaluations)
        {
          report->status = SL_ROUTE_MORE;
          return;
        }
      length = longest_step (way, report->part, MIN (longest, 1.0 - report->part), &beyond);
      if (length < LEAST_PART && beyond > 0.0)
        {
          const double driven = set_targets (way, beyond);

          sl_route_step_explain (&way->step, way->target, driven, report);
          return;
        }
      if (take_step (self, &way->step, way->target, set_targets (way, report->part + length), report))
        {
          accept_trial (self);
          report->part += length;
          /* Rounding of sums of parts must leave no rest. */
          if (report->part > 1.0 - 1e-12)
            report->part = 1.0;
          longest = 2.0 * length;
          continue;
        }
      longest = 0.5 * length;
      if (longest < LEAST_PART)
        {
          report->status = SL_ROUTE_NOT_SMOOTH;
          return;
        }
    }
}

void
sl_route_move (SlRoute *self, const SlRouteMove *move, SlRouteReport *report)
{
  const gint64 start = g_get_monotonic_time ();
  const guint m = self->config.n;
  g_autofree double *from = g_memdup2 (self->now.value, (m + 1) * sizeof *from),
                    *target = g_new0 (double, m + 1);
  Way way = { .route = self, .move = move, .from = from, .target = target };
  g_auto (SlRouteStep) step = { 0 };
  SlParamId end = 0;

  memset (report, 0, sizeof *report);
  report->observable = -1;
  if (move->driven >= 0)
    {
      double lo, hi;

      end = sl_route_driven_range (self, move->driven, move->driven_value, &lo, &hi);
      way.driven_from = self->now.galaxy.value[move->driven];
      way.driven_to = CLAMP (move->driven_value, lo, hi);
    }
  sl_route_step_init (&way.step, self, move->driven);
  walk (&way, report);
  step = way.step; /* frees it */
  if (report->status == SL_ROUTE_REACHED && move->driven >= 0 && way.driven_to != move->driven_value)
    {
      const SlStepEnd side = move->driven_value > way.driven_to ? SL_STEP_AT_HIGH : SL_STEP_AT_LOW;

      report->status = SL_ROUTE_AT_END;
      report->part = 0.0;
      if (move->driven_value != way.driven_from)
        report->part = (way.driven_to - way.driven_from) / (move->driven_value - way.driven_from);
      report->blocking[report->n_blocking++] = (SlRouteBlock) {
        .id = move->driven, .partner = end, .end = (int) end == move->driven ? side : SL_STEP_AT_PARTNER
      };
    }
  report->seconds = (g_get_monotonic_time () - start) * 1e-6;
}

double
sl_route_shorten (SlRoute *self, const SlRouteMove *move, guint rounds, SlRouteReport *report)
{
  const gint64 start = g_get_monotonic_time ();
  const double driven = move->driven >= 0 ? self->now.galaxy.value[move->driven] : 0.0;
  double length = 0.0;

  for (guint k = 0; k < rounds; k++)
    {
      g_auto (SlRouteStep) step = { 0 };

      sl_route_step_init (&step, self, move->driven);
      length = 0.0;
      if (!sl_route_step_solve (&step, &self->now, move->anchor ? move->anchor : &self->now.galaxy,
                                move->target, driven, TRUE))
        break;
      for (guint i = 0; i < step.n; i++)
        {
          const SlParamId id = step.id[i];
          const double at = (self->now.galaxy.value[id] - step.anchor->value[id]) / self->scale[id];

          length = MAX (length, fabs (step.x[i] - at));
        }
      if (length < LEAST_LENGTH || !take_step (self, &step, move->target, driven, report))
        break;
      accept_trial (self);
    }
  report->seconds += (g_get_monotonic_time () - start) * 1e-6;
  return length;
}
