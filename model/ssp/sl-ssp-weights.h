/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "model/ssp/sl-nodes.h"

/* From parameters to the SSPs of each age: distributions of metallicity and ionisation, attenuation [PHYSICS,
 * sections 4-6]. Intermediates by age, with rows of eight derivatives each with respect to the parameters. */
typedef struct {
  guint n_age, n_z, n_u;
  double *wz;       /* (A, 3, Z) metallicity weights: value, d mu, d scatter */
  double *wz_gas;   /* (3, Z) of gas with metals of its own: value, d mean, d scatter */
  double *wu;       /* (3, U) ionisation weights: value, d mean, d scatter */
  double *mu;       /* (A) */
  double *jacobian_mu; /* (A, 8) d mu / d (lgmet_young, old, scatter, lgage_mid, lgage_width) */
  double *av, *delta, *bump;                        /* (A) */
  /* (A, 8) d / d the eight dust parameters in table order */
  double *jacobian_av, *jacobian_delta, *jacobian_bump;
} SlSspWeights;

/* Weights of the nodes of a distribution about mu of width scatter, into out (3, nodes): value, d mu,
 * d scatter. */
void sl_node_weights (double mu, double scatter, const SlNodes *nodes, double *out);

void sl_ssp_weights_init (SlSspWeights *self, guint n_age, guint n_z, guint n_u);
void sl_ssp_weights_clear (SlSspWeights *self);

/* p: the five metal parameters in table order. */
void sl_ssp_weights_metals (SlSspWeights *self, const double *p, const double *lg_age, const SlNodes *lgmet);
/* The same about given means mu[]; jacobian_mu is left as it is. */
void sl_ssp_weights_metals_about (SlSspWeights *self, double scatter, const SlNodes *lgmet);
/* Metals of the gas, of all ages alike. */
void sl_ssp_weights_gas_metals (SlSspWeights *self, double mean, double scatter, const SlNodes *lgmet);
/* mean, scatter of lg U. */
void sl_ssp_weights_ionisation (SlSspWeights *self, double mean, double scatter, const SlNodes *lgu);
/* Strength of the bump: none, from the slope, a parameter. */
typedef enum { SL_BUMP_NONE, SL_BUMP_TIED, SL_BUMP_FREE } SlBump;
/* p: the eight dust parameters in table order; slope FALSE: the law has none. */
void sl_ssp_weights_dust (SlSspWeights *self, const double *p, gboolean slope, SlBump bump,
                          const double *lg_age);
/* Two components: av and delta are those of the young stars' own dust, which vanishes at old ages. bump holds
 * A_V of the dust before all stars, which is the same for every age. */
void sl_ssp_weights_dust_two (SlSspWeights *self, const double *p, const double *lg_age);
