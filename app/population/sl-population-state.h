/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/population/sl-population.h"

/* What the page of populations shows: a population, and how many galaxies of it. Plain value; functions here
 * change it as a person means it, so that it stays one that the model takes. */
typedef struct {
  SlPopulationSpec spec;
  guint64 n;                                   /* galaxies */
  /* bit p: its slope with halo mass has a row, also where it is 0 */
  guint32 sloped[SL_POP_MAX_COMPONENTS];
} SlPopulationState;

#define SL_POPULATION_LEAST_GALAXIES 1000
#define SL_POPULATION_MOST_GALAXIES 100000000

/* Of a description from elsewhere. */
void sl_population_state_init (SlPopulationState *self, const SlPopulationSpec *spec, guint64 n);

/* TRUE where both are the same, also in what is hidden, such as distributions of parameters that do not vary. */
gboolean sl_population_state_equal (const SlPopulationState *a, const SlPopulationState *b);
/* TRUE where both have the same parameters and the same rows in an interface, whatever their values. */
gboolean sl_population_state_same_structure (const SlPopulationState *a, const SlPopulationState *b);

/* Whether parameter p differs from galaxy to galaxy; off: all have what the first kind had as its mean. */
void sl_population_state_vary (SlPopulationState *self, int p, gboolean on);
/* A second kind of galaxies, and whether it has its own distribution of p. */
void sl_population_state_set_second (SlPopulationState *self, gboolean on);
void sl_population_state_set_own (SlPopulationState *self, int p, gboolean on);
/* Slope of the mean of p with halo mass, in one component or (with no distributions of their own) in all. */
void sl_population_state_set_sloped (SlPopulationState *self, int p, guint component, gboolean on);
/* Even between limits, or normal; what is even correlates with nothing. */
void sl_population_state_set_even (SlPopulationState *self, int p, gboolean on);
/* FALSE: there is one already, or no room, or the two cannot. */
gboolean sl_population_state_can_correlate (const SlPopulationState *self, int a, int b);
gboolean sl_population_state_correlate (SlPopulationState *self, int a, int b, double rho);
void sl_population_state_drop_correlation (SlPopulationState *self, guint i);
/* Bins follow the galaxies into the observer's frame and along with their distance. */
void sl_population_state_set_observed (SlPopulationState *self, gboolean on);
void sl_population_state_set_redshift (SlPopulationState *self, double z);
/* TRUE where p has a distribution of its own in the second component. */
gboolean sl_population_state_is_own (const SlPopulationState *self, int p);
/* TRUE where p stands at its partner's value (old stars at the young ones'). */
gboolean sl_population_state_is_tied (const SlPopulationState *self, int p);
/* The rows for a component (2: of the second alone), as parameters of the population: also slopes of 0. */
gboolean sl_population_state_has_slope (const SlPopulationState *self, int p, guint component);
