/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-route.h"

/* A walk along a valley ("Hold"): one parameter is driven, others follow so that the held observables do not
 * change. What follows takes the smallest step, in units of config.scale, that keeps them: the exact null
 * direction of the Jacobian, by Gauss–Newton corrected until they are within their tolerance.
 *
 * Held values are those of the start, so that errors do not add up; going back retraces the way, except where
 * a parameter was at its end. */
typedef struct _SlValley SlValley;

/* config.n: the held observables; config.free: what may move (a driven parameter need not be among them).
 * Errors as sl_route_new(). */
SlValley *sl_valley_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error);
void sl_valley_free (SlValley *self);
/* Drives a parameter to a value, which is clamped to its range. most_evaluations: after about so many it
 * stops with SL_ROUTE_MORE, so that a frame does not last; the next step goes on. 0: as many as it takes. */
void sl_valley_step (SlValley *self, SlParamId driven, double value, guint most_evaluations,
                     SlRouteReport *report);
/* Where it is. Owned by the valley. */
const SlGalaxy *sl_valley_galaxy (const SlValley *self);
/* residual (n): held observables now, less their values at the start. */
void sl_valley_residual (const SlValley *self, double *residual);
/* (n) values at the start. */
const double *sl_valley_held (const SlValley *self);
/* The null direction here: by how much each parameter (SL_N_PARAMS) changes when the driven one grows by 1,
 * to first order; 0 for those that do not move. FALSE where there is none. Ends of ranges count where a
 * parameter is at one. */
gboolean sl_valley_direction (SlValley *self, SlParamId driven, double *direction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlValley, sl_valley_free)
