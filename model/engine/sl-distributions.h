/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/ssp/sl-templates.h"

/* The distributions that make up a galaxy: ages, metallicity and ionisation of its stars and gas, and its
 * dust, in doubles, each with its derivative with respect to one parameter [PHYSICS, sections 1-6]. The
 * formulas are the engine's, but no engine is needed: pure functions of a galaxy and of the axes of a
 * library. Thread: any. Each takes some tens of microseconds (an SFH of the lagged form a millisecond or
 * two). The galaxy must have passed sl_galaxy_check().
 *
 * parameter: an SlParamId, or SL_DISTRIBUTION_NONE, for which derivatives are 0. Arrays belong to the
 * structure, which its _clear() empties. Shapes in parentheses, the last index fastest. lg age is lg
 * (age/Gyr). */
#define SL_DISTRIBUTION_NONE (-1)

/* The galaxy's own epoch, which depends on redshift and cosmology. Other epochs are fixed times. */
#define SL_DISTRIBUTION_OBSERVED 0.0

typedef struct {
  guint n_epochs, n_age;
  double *t, *dt;               /* (E) cosmic time of the epoch, Gyr */
  double *lg_age;               /* (A) the library's ages */
  double *edge;                 /* (A + 1) lg age, edges of their bins */
  /* (E, A) share of the mass formed; sums to 1, and to 0; all 0 before the first star */
  double *weight, *dweight;
  double *density, *ddensity;   /* (E, A) share per dex of age: dP / d lg age */
  double *mean, *dmean;         /* (E) mean age by mass formed, Gyr; NaN before the first star */
  double *lgm, *dlgm;           /* (E) lg of the mass formed, Msun; -inf before the first star */
} SlAgeDistribution;

/* epochs: (n) Gyr, each SL_DISTRIBUTION_OBSERVED or 0.001 at least. */
void sl_distribution_ages (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                           const double *epochs, guint n, SlAgeDistribution *out);
void sl_distribution_ages_clear (SlAgeDistribution *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlAgeDistribution, sl_distribution_ages_clear)

typedef struct {
  guint n;                      /* the times of the SFH */
  double *t;                    /* (n) Gyr */
  double *sfr, *dsfr;           /* (n) Msun/yr: 1 - f of the smooth SFH, without the burst */
} SlSfhCurve;

void sl_distribution_sfh (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                              SlSfhCurve *out);
void sl_distribution_sfh_clear (SlSfhCurve *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlSfhCurve, sl_distribution_sfh_clear)

typedef struct {
  guint n_age, n_met;
  double *lg_age, *age_edge;    /* (A), (A + 1) */
  /* (Z), (Z + 1) lg Z; edges from the library's grid, though sums treat the end bins as open */
  double *lgmet, *met_edge;
  double *mu, *dmu;             /* (A) centre of the distribution at each age, lg Z */
  double scatter, dscatter;     /* its width, dex */
  double *weight, *dweight;     /* (A, Z) share of the stars of this age; sums to 1 over Z */
} SlMetalDistribution;

/* At the galaxy's own epoch, with its option for metallicity. */
void sl_distribution_metals (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                             SlMetalDistribution *out);
void sl_distribution_metals_clear (SlMetalDistribution *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlMetalDistribution, sl_distribution_metals_clear)

typedef struct {
  guint n_lgu;                  /* 0: the library has no gas */
  double *lgu, *edge;           /* (U), (U + 1) */
  double mean, dmean, scatter, dscatter;
  double *weight, *dweight;     /* (U) sums to 1 */
} SlGasDistribution;

void sl_distribution_gas (const SlTemplates *templates, const SlGalaxy *galaxy, int parameter,
                          SlGasDistribution *out);
void sl_distribution_gas_clear (SlGasDistribution *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlGasDistribution, sl_distribution_gas_clear)

/* Kinds of dust curve. */
typedef enum {
  SL_DISTRIBUTION_MAGNITUDES,        /* A of all light, obscured and not */
  SL_DISTRIBUTION_RATIO,             /* A over that at 5500 A; NaN where that is 0 */
  SL_DISTRIBUTION_TRANSMISSION,      /* transmitted fraction of the light */
} SlDustCurveKind;

/* What dust does to the light of n_age ages at n wavelengths [A]: (n_age, n); derivative may be NULL. The
 * derivative of magnitudes by frac_unobscured, where that is 0 and next to no light gets through, is not
 * finite. */
void sl_distribution_attenuation (const SlGalaxy *galaxy, int parameter, SlDustCurveKind what,
                                  const double *lg_age, guint n_age, const double *wave, guint n,
                                  double *value, double *derivative);

/* The triweight kernel of which the distributions of metals and ionisation are made, T(x; mu, sigma), at n
 * places; its derivative from those of mu and sigma. y, dy may be NULL. */
void sl_distribution_kernel (const double *x, guint n, double mu, double dmu, double sigma, double dsigma,
                             double *y, double *dy);
/* Its cumulative. */
void sl_distribution_cumulative (const double *x, guint n, double mu, double sigma, double *y);
