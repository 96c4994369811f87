/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* What a window of populations shows: a description and a number of galaxies. Plain value. The functions
 * below are the user's actions; they keep the description valid. */
typedef struct {
  SlPopulationSpec spec;
  guint64 n;                                   /* galaxies */
  /* parameters whose slope has a row even while it is 0 */
  SlPopSet sloped[SL_POP_MAX_COMPONENTS];
} SlPopulationState;

#define SL_POPULATION_LEAST_GALAXIES 1000
#define SL_POPULATION_MOST_GALAXIES 100000000

/* From a description, with n galaxies. */
void sl_population_state_init (SlPopulationState *self, const SlPopulationSpec *spec, guint64 n);

/* TRUE where both are the same, also in what is hidden, such as distributions of parameters that do not vary.
 */
gboolean sl_population_state_equal (const SlPopulationState *a, const SlPopulationState *b);
/* TRUE where both have the same parameters and the same rows in an interface, whatever their values. */
gboolean sl_population_state_same_structure (const SlPopulationState *a, const SlPopulationState *b);

/* Whether parameter p differs from galaxy to galaxy. Off: all get the first component's mean. */
void sl_population_state_vary (SlPopulationState *self, int p, gboolean on);
/* The second component, and whether it has its own distribution of p. */
void sl_population_state_set_second (SlPopulationState *self, gboolean on);
void sl_population_state_set_own (SlPopulationState *self, int p, gboolean on);
/* Slope of the mean of p with halo mass, in one component or, without own distributions, in both. */
void sl_population_state_set_sloped (SlPopulationState *self, int p, guint component, gboolean on);
/* Uniform or normal. Uniform distributions have no correlations: they are removed. */
void sl_population_state_set_even (SlPopulationState *self, int p, gboolean on);
/* FALSE: the two are correlated already, are not both normal, or there are too many correlations. */
gboolean sl_population_state_can_correlate (const SlPopulationState *self, int a, int b);
gboolean sl_population_state_correlate (SlPopulationState *self, int a, int b, double rho);
void sl_population_state_drop_correlation (SlPopulationState *self, guint i);
/* These shift the bins by the change of the galaxies' distance modulus. */
void sl_population_state_set_observed (SlPopulationState *self, gboolean on);
void sl_population_state_set_redshift (SlPopulationState *self, double z);
/* TRUE where p has a distribution of its own in the second component. */
gboolean sl_population_state_is_own (const SlPopulationState *self, int p);
/* TRUE where p has its partner's value: old stars that of young stars. */
gboolean sl_population_state_is_tied (const SlPopulationState *self, int p);
/* TRUE where the slope of p in a component has a row. */
gboolean sl_population_state_has_slope (const SlPopulationState *self, int p, guint component);
