/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-engine.h"

/* Observables with their exact first and second derivatives along chosen parameters, by nested dual numbers
 * (model/autodiff).
 *
 * This is a plain version of the pipeline of PHYSICS.md, in doubles throughout: loops over ages,
 * metallicities and ionisations, and over only those pixels that the functionals of the observables read (all
 * pixels with dust emission). It shares the formulas, the SFH and the functionals with the engine, and
 * nothing else: each checks the other. */
typedef struct _SlHessian SlHessian;

/* observables: names as in SlEngineConfig; NULL-terminated, copied. threads 0: one per core. Holds
 * references. NULL with SL_ERROR_OBSERVABLE for a name that the filters do not have, SL_ERROR_DATA for a
 * library that the model cannot use. Used by one thread at a time. */
SlHessian *sl_hessian_new (SlTemplates *templates, SlFilterSet *filters, const char *const *observables,
                           guint threads, GError **error);
void sl_hessian_free (SlHessian *self);

/* Evaluates one galaxy: value (n_obs) in the observables' units; grad (n_obs, n), d value / d parameter; and
 * hessian (n_obs, n, n), d^2 value / d parameter d parameter, symmetric. params: (n), any order. The caller
 * owns the arrays; grad and hessian may be NULL and are then not computed. Allocates and frees.
 *
 * NaN where an observable does not exist, as in SlResult; at z <= 0 also every derivative of an observed
 * magnitude or colour with respect to redshift or a parameter of cosmology. At a kink, derivatives are those
 * of the branch taken: a second derivative does not contain the jump of the first.
 *
 * FALSE with SL_ERROR_PARAMETER as sl_engine_evaluate(), SL_ERROR_FILE or SL_ERROR_DATA where the tables of
 * an option cannot be read. Source: PHYSICS.md; nested dual numbers as in Griewank & Walther 2008, chapter
 * 13. */
gboolean sl_hessian_evaluate (SlHessian *self, const SlGalaxy *galaxy, const SlParamId *params, guint n,
                              double *value, double *grad, double *hessian, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlHessian, sl_hessian_free)
