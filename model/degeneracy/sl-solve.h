/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-route.h"

/* "Solve for": observables are to have given values, and the free parameters move by the smallest step that
 * does it: least squares of the changes since the start, each in units of config.scale (ranges, or widths of
 * priors). Observables that are to stay as they are can be among them.
 *
 * The nearest galaxy is found by Newton's steps on the condition that the change since the start is
 * orthogonal to the valley of these values, without the curvature of the valley; there may be other valleys
 * far away. */
typedef struct _SlSolve SlSolve;

/* Errors as sl_route_new(). */
SlSolve *sl_solve_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error);
void sl_solve_free (SlSolve *self);
/* Moves to where the observables have the values target (n); where it cannot, to the last galaxy on the way
 * there, and the report says why. Each call begins where the last one ended, but the smallest step is since
 * the start: a drag back and forth ends where it began. most_evaluations: as of sl_valley_step(). */
void sl_solve_move (SlSolve *self, const double *target, guint most_evaluations, SlRouteReport *report);
/* Where it is, and values (n) of the observables there. Owned by the solver. */
const SlGalaxy *sl_solve_galaxy (const SlSolve *self);
const double *sl_solve_value (const SlSolve *self);
/* Length of the change since the start, in units of config.scale. */
double sl_solve_distance (const SlSolve *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlSolve, sl_solve_free)
