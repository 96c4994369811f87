/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Where the tools of this room take values and derivatives of observables from. */

/* Fills value (n) and jac (n, SL_N_PARAMS), d value / d parameter, of the caller's n observables for a
 * galaxy; NaN where an observable does not exist. FALSE with an error. Called on the thread of the tool. */
typedef gboolean (*SlMeasure) (const SlGalaxy *galaxy, double *value, double *jac, gpointer data,
                               GError **error);

/* Chosen observables of an engine. */
typedef struct _SlEngineMeasure SlEngineMeasure;
/* names: of the engine's own observables, NULL-terminated. The engine must outlive it and is used on the
 * thread that calls. NULL with SL_ERROR_OBSERVABLE for a name that the engine was not created with. */
SlEngineMeasure *sl_engine_measure_new (SlEngine *engine, const char *const *names, GError **error);
void sl_engine_measure_free (SlEngineMeasure *self);
/* Adds a point of the spectrum behind the observables: lg of the attenuated light, Lsun/Hz, at the library's
 * wavelength that is nearest to this one, A in the library's own medium; its tolerance is SL_HELD_TOLERANCE.
 * NaN where there is no light. Evaluations then take the tangents of the spectrum, too. */
void sl_engine_measure_add_point (SlEngineMeasure *self, double wavelength);
/* A SlMeasure; data: an SlEngineMeasure. */
gboolean sl_engine_measure (const SlGalaxy *galaxy, double *value, double *jac, gpointer data,
                            GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlEngineMeasure, sl_engine_measure_free)

/* How far a held observable may move and still count as at rest: 1e-4 of magnitudes, logarithms and slopes,
 * which no photometry resolves; of others 1e-4 of the value, and of widths, which may be 0, at least 1e-3
 * Å. */
#define SL_HELD_TOLERANCE 1e-4
#define SL_HELD_TOLERANCE_WIDTH 1e-3
/* Of an observable by its name, at this value; of the engine its filters and templates count. FALSE with
 * SL_ERROR_OBSERVABLE for an unknown name. */
gboolean sl_held_tolerance (const SlEngine *engine, const char *name, double value, double *tolerance,
                            GError **error);

/* The parameters that move where nothing else is said: those that act on the galaxy, without redshift and
 * cosmology, which belong to where the galaxy is and not to what it is. */
SlParamSet sl_degeneracy_params (const SlGalaxy *galaxy);
