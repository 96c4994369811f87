/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-bounded-step.h"
#include "model/degeneracy/sl-measure.h"

/* Moves parameters of a galaxy so that some observables take given values: what sl-valley.h and sl-solve.h
 * have in common. State is kept between moves: the last galaxy, its observables and their derivatives, so
 * that a small move takes one evaluation. One thread at a time. */

typedef enum {
  SL_ROUTE_REACHED,
  SL_ROUTE_MORE,       /* all evaluations of this move are used up: the next move goes on from here */
  SL_ROUTE_AT_END,     /* parameters are at their ends: `blocking` */
  SL_ROUTE_NO_EFFECT,  /* no free parameter changes `observable` */
  SL_ROUTE_CONFLICT,   /* the free parameters do not change the observables independently of each other */
  SL_ROUTE_NOT_SMOOTH, /* linear steps do not come near: a kink, or values that are not finite */
} SlRouteStatus;

typedef struct {
  SlParamId id;
  SlStepEnd end;     /* where it is: at the low or high end of its range, or beside `partner` */
  SlParamId partner; /* of SL_STEP_AT_PARTNER; else the parameter itself */
} SlRouteBlock;

typedef struct {
  SlRouteStatus status;
  double part;    /* how much of the way was gone, 0..1 */
  int observable; /* of SL_ROUTE_NO_EFFECT: its number; else -1 */
  guint n_blocking;
  SlRouteBlock blocking[SL_N_PARAMS];
  guint evaluations;
  double seconds; /* in all, with the evaluations */
} SlRouteReport;

typedef struct {
  SlParamSet free;         /* parameters that may move */
  const double *scale;     /* (SL_N_PARAMS) unit of each parameter's step, greater than 0; NULL: its range */
  guint n;                 /* observables */
  const double *tolerance; /* (n) greater than 0 */
  SlMeasure measure;
  gpointer data;
} SlRouteConfig;

typedef struct _SlRoute SlRoute;

/* Starts at a galaxy, which is evaluated once. config is copied, with its arrays. NULL with the error of
 * measure; with SL_ERROR_PARAMETER where the model does not accept the galaxy; with SL_ERROR_OBSERVABLE where
 * an observable or a derivative by a free parameter does not exist. */
SlRoute *sl_route_new (const SlGalaxy *galaxy, const SlRouteConfig *config, GError **error);
void sl_route_free (SlRoute *self);

/* Where it is: never worse than the tolerance allows once a target has been reached. Owned by the route. */
const SlGalaxy *sl_route_galaxy (const SlRoute *self);
const double *sl_route_value (const SlRoute *self); /* (n) */

/* What to do. */
typedef struct {
  const double *target; /* (n) values that the observables are to have */
  int driven;           /* parameter that moves to driven_value and does not follow; -1: none */
  double driven_value;
  const SlGalaxy *anchor; /* steps are smallest from here; NULL: from the last point reached */
  guint most_evaluations; /* 0: as many as it takes */
} SlRouteMove;

/* Moves until the observables have their targets, in steps of at most SL_ROUTE_STEP of a parameter's unit:
 * each is a linear step (sl-bounded-step.h) and Gauss–Newton corrections, and counts only if all observables
 * are then within the tolerance of where they are to be. A step that does not come so near is made shorter.
 * Ranges and ordered pairs (sl_param_order()) are kept; values outside them at the start may stay. Where it
 * ends before the target, the report says why and sl_route_galaxy() is the last good point. */
#define SL_ROUTE_STEP 0.05
void sl_route_move (SlRoute *self, const SlRouteMove *move, SlRouteReport *report);

/* Where all targets are reached: comes nearer to the anchor of the move along the galaxies that have the same
 * values of the observables. At most `rounds` linear steps. Returns the length of the last one: 0 at the
 * nearest galaxy. */
double sl_route_shorten (SlRoute *self, const SlRouteMove *move, guint rounds, SlRouteReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlRoute, sl_route_free)
