/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-cpu-cache.h"
#include "model/sfh/sl-sfh.h"
#include "model/ssp/sl-intermediates.h"

/* Which parameter acts by which way. Arrays over wavelength carry tangents with respect to a few
 * intermediates only; Jacobian terms lead from these to the parameters and are applied last. */

/* d intermediate / d param = coef[stride a + slot] for age a, or 1 where coef is NULL; times factor, if any.
 * The arrays belong to the stages that compute them. */
typedef struct {
  int intermediate;
  SlParamId param;
  const double *coef;
  guint stride, slot;
  const double *factor;
} SlJacobianTerm;

typedef struct {
  guint n;
  SlJacobianTerm term[SL_MAX_JACOBIAN_TERMS];
  guint slot[SL_MAX_JACOBIAN_TERMS]; /* of the term's parameter; 0: none */
  guint dust_emission_slot;          /* of umin, the first parameter of dust emission */
} SlCpuJacobian;

/* The parameters of slots 1 ... SL_N_SLOT_PARAMS of a functional by age; slot 0 is the value. */
extern const SlParamId sl_slot_params[SL_N_SLOT_PARAMS];
/* Slot of a parameter, or 0 where it has none and acts through the masses. */
guint sl_param_slot (SlParamId param);
/* TRUE where the parameter acts through the masses. */
gboolean sl_param_acts_on_masses (SlParamId param);

/* Writes the terms that follow from the galaxy's options, and the formula of its dust law. */
void sl_cpu_set_jacobian_terms (SlCpu *self);
/* d intermediate / d param at age a. */
double sl_jacobian_coef (const SlJacobianTerm *term, guint a);
/* From one age's tangents with respect to the intermediates to the slots of parameters. */
void sl_cpu_fill_slots (const SlCpu *self, guint a, const double out[1 + SL_N_INTERMEDIATES],
                        double slots[SL_N_SLOTS]);
/* Derivative with respect to a parameter, from the tangents d (SL_N_SFH_TANGENTS) of an SFH: its own slot, or
 * through t_obs. */
double sl_cpu_sfh_tangent (const SlCpu *self, const double *d, SlParamId param);
/* The same for all parameters. */
void sl_cpu_sfh_gradient (const SlCpu *self, const double *d, double grad[SL_N_PARAMS]);
/* Derivative of the mass in age bin a with respect to a parameter. */
double sl_cpu_mass_tangent (const SlCpu *self, const SlAgeMasses *masses, guint a, SlParamId param);
/* TRUE where the spectrum depends on the parameter, with the galaxy's options. */
gboolean sl_cpu_param_acts (const SlCpu *self, SlParamId param);
