/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"

/* Free parameters x as numbers u without bounds, in which samplers and fits move: x = lo + (hi - lo) / (1 +
 * exp (-u)) for each, where lo of the upper parameter of an ordered pair (sl_param_order()) is the lower one
 * [PHYSICS, section 10; Stan Reference Manual, "Constraint transforms"]. A plain value. Thread: any. */

typedef struct {
  SlParamId id;
  double lo, hi;  /* outermost ends */
  int above;      /* the coordinate that it must exceed, or -1 */
  double least;   /* by so much at least */
} SlCoordinate;

typedef struct {
  guint n;
  SlCoordinate at[SL_N_PARAMS];
  guint order[SL_N_PARAMS]; /* a coordinate comes after the one that it must exceed */
} SlCoordinates;

/* Of one point, for its derivatives: (n) each. */
typedef struct {
  double by_u[SL_N_PARAMS], by_x[SL_N_PARAMS];   /* of x: by its own u, by the x that it must exceed */
  double lg_by_u[SL_N_PARAMS], lg_by_x[SL_N_PARAMS]; /* of ln dx/du, likewise */
} SlCoordinateSlopes;

/* Coordinates of n parameters with ranges lo to hi (n) each. Parameters that are not free keep their values
 * in galaxy, and limit those that they are paired with. FALSE with SL_ERROR_PARAMETER where that leaves
 * nothing. */
gboolean sl_coordinates_init (SlCoordinates *self, const SlGalaxy *galaxy, const SlParamId *params, guint n,
                              const double *lo, const double *hi, GError **error);
/* x (n) of u (n). *lg_volume: ln of the Jacobian's determinant, the sum of ln dx/du; slopes: for the two
 * functions below. Either may be NULL. */
void sl_coordinates_to_x (const SlCoordinates *self, const double *u, double *x, double *lg_volume,
                          SlCoordinateSlopes *slopes);
/* Turns derivatives by x (rows, n) into derivatives by u, in place. */
void sl_coordinates_rows_by_u (const SlCoordinates *self, const SlCoordinateSlopes *slopes, double *rows,
                               gsize n_rows);
/* Adds the derivatives of lg_volume to a gradient by u (n). */
void sl_coordinates_add_volume (const SlCoordinates *self, const SlCoordinateSlopes *slopes,
                                double *gradient);
/* u (n) of x (n). An x on a bound, or outside, is moved inside by a hundredth of its range; moved (n) tells
 * which, and may be NULL. Returns how many. */
guint sl_coordinates_from_x (const SlCoordinates *self, const double *x, double *u, gboolean *moved);
/* The ends between which coordinate i lies at x (n). */
void sl_coordinates_ends (const SlCoordinates *self, const double *x, guint i, double *lo, double *hi);
