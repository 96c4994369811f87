/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-route.h"

/* The box of a linear step, between sl-route.c, which walks, and sl-route-box.c, which knows ranges, pairs
 * and why there is no way on. */

typedef struct {
  SlGalaxy galaxy;
  double *value; /* (n) */
  double *jac;   /* (n, SL_N_PARAMS) */
} SlRoutePoint;

struct _SlRoute {
  SlRouteConfig config;
  double *tolerance;
  double scale[SL_N_PARAMS];
  SlRoutePoint now, trial;
};

/* A linear step from a point, in components: the free parameters that are not driven, in units of their scale
 * and from the anchor. */
typedef struct {
  SlRoute *route;
  const SlRoutePoint *from;
  const SlGalaxy *anchor;
  int driven;
  guint n;
  SlParamId id[SL_N_PARAMS];
  double lo[SL_N_PARAMS], hi[SL_N_PARAMS]; /* without the limit on the step's length */
  double near_lo[SL_N_PARAMS], near_hi[SL_N_PARAMS];
  SlParamId beside[SL_N_PARAMS]; /* parameter that sets an end in place of the range; else the same */
  SlStepPair pair[SL_N_PARAMS];
  guint n_pairs;
  double *jac, *rhs; /* (m, n), (m) in units of the tolerance */
  double x[SL_N_PARAMS];
  SlStepEnd end[SL_N_PARAMS];
  double *residual; /* (m) in units of the tolerance */
} SlRouteStep;

void sl_route_step_init (SlRouteStep *self, SlRoute *route, int driven);
void sl_route_step_clear (SlRouteStep *self);
/* The step from a point to these targets, with the driven parameter at a value. near: no component moves by
 * more than SL_ROUTE_STEP from the point. Returns whether it reaches them to half the tolerance. */
gboolean sl_route_step_solve (SlRouteStep *self, const SlRoutePoint *from, const SlGalaxy *anchor,
                              const double *target, double driven_value, gboolean near);
/* The galaxy at the end of the step. */
void sl_route_step_apply (const SlRouteStep *self, double driven_value, SlGalaxy *galaxy);
/* Range of the driven parameter: its own, and what parameters that may not move leave. Returns which
 * parameter sets the end on the side of value (itself: its range). */
SlParamId sl_route_driven_range (const SlRoute *self, SlParamId driven, double value, double *lo, double *hi);
/* Why a step that sl_route_step_solve() did not find is impossible. */
void sl_route_step_explain (SlRouteStep *self, const double *target, double driven_value,
                            SlRouteReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlRouteStep, sl_route_step_clear)
