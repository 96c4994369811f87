/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/cosmology/sl-cosmology.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/dust/sl-dust-emission.h"
#include "model/engine/sl-engine.h"
#include "model/cosmology/sl-igm.h"
#include "model/support/sl-memory.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/observables/sl-observables.h"
#include "model/support/sl-pool.h"

/* The CPU engine from within: a chain of stages, each of which declares the
 * parameters it reads and the stages it stands on (table in sl-cpu-engine.c).
 * A changed parameter dirties its stages and all that stand on them. */
typedef enum {
  SL_STAGE_COSMOLOGY,    /* t_obs, dimming */
  SL_STAGE_SFH,      /* SFR and its integral on the table */
  SL_STAGE_AGES,         /* mass by age at t_obs */
  SL_STAGE_EPOCHS,       /* mass by age at the epochs of histories */
  SL_STAGE_SSP,  /* spectra by age, before dust, and their locals' tangents */
  SL_STAGE_DUST,         /* transmission curves */
  SL_STAGE_DUST_EMISSION,         /* infrared spectrum of unit luminosity */
  SL_STAGE_ENERGY,       /* luminosity by age: all of it, and what dust leaves */
  SL_STAGE_BANDS,        /* rest-frame functionals by age */
  SL_STAGE_OBSERVED,     /* observer-frame functionals by age, at the galaxy's redshift */
  SL_STAGE_SPECTRUM,     /* spectrum and tangents */
  SL_STAGE_SPLIT,        /* spectrum by groups of ages */
  SL_STAGE_OBSERVABLES,
  /* rest-frame functionals by age and metallicity, where metals differ from epoch to epoch */
  SL_STAGE_BY_METALS,
  SL_STAGE_OBSERVABLE_HISTORIES,    /* observables over epochs */
  SL_N_STAGES
} SlStage;

/* One link of the chain from a parameter to a local: coef (A, stride) at lane, or 1 where NULL; times factor,
 * if any. */
typedef struct {
  int local;
  SlParamId param;
  const double *coef;
  guint stride, lane;
  const double *factor;
} SlJacobianTerm;

/* Epochs that are summed together: doubles of a line of cache. */
#define SL_EPOCH_BLOCK 8
/* Epochs whose spectra are made in one pass. */
#define SL_OBSERVER_BLOCK 50

extern const SlParamId sl_slot_params[SL_N_SLOT_PARAMS];
/* Column of a parameter, or 0 where it has none and acts through the masses. */
guint sl_param_slot (SlParamId param);

/* A functional of the glow: value, tangents, derivative with respect to redshift. */
#define SL_DUST_EMISSION_DZ (1 + SL_N_DUST_EMISSION)
#define SL_DUST_EMISSION_SUMS (2 + SL_N_DUST_EMISSION)

/* Some rows of a plan, as runs of neighbours. */
typedef struct { guint first, n; } SlRun;
typedef struct {
  guint n;
  SlRun *run;
} SlRows;

/* Functionals of one plan, by age. */
typedef struct {
  SlPlan plan;
  gboolean *made, *todo; /* (n_rows) rows that stand, and those to be made when the bands run next */
  /* plan.n_rows * SL_N_SLOTS, rounded up to 8 and 8 more: sums of a run may reach beyond it */
  gsize n_columns;
  double *column;      /* (A, n_columns) */
  double *value;       /* (A, n_rows) the value columns alone */
  double *value_mu;    /* (A, n_rows) derivative with respect to the centre of metals */
  double *value_dz;    /* (A, n_rows) derivative of observed bands with respect to redshift */
  SlWeights *weights, *weights_dz; /* (n_rows) and their derivatives with respect to redshift */
  guint *block;        /* of all functionals, one after another */
  float *k, *dk;
  double *dust_emission_spectrum;        /* (n_rows, SL_DUST_EMISSION_SUMS) */
} SlBands;

/* Values of a plan's functionals and their gradients over all parameters. */
typedef struct {
  double *value; /* (rows) */
  double *grad;  /* (rows, SL_N_PARAMS) */
} SlFunctionalTotals;

/* What a thread sums an epoch of other metals in. */
typedef struct {
  SlSspWeights mix;         /* its metals */
  double *dmu;       /* (A, SL_N_SFH_TANGENTS) */
  double *mass;      /* (A, Z) masses by age and metallicity */
  SlBands bands;     /* value and value_mu of its own; the rest is the engine's */
  double *work;
} SlEvolvingScratch;

typedef struct _SlCpu SlCpu;

/* Arrays over wavelength that are made elsewhere: by a device (gpu/). The chain, its cache, masses,
 * observables and all that is scalar stay here. Stages that make arrays are prepared here and only noted;
 * run() then does all that was noted at once, and what comes back are spectra and sums of functionals over
 * ages. */
typedef struct {
  /* FALSE: this request, as a whole, is for the processor's own arrays. */
  gboolean (*can) (SlCpu *self, const SlRequest *request);
  /* One of SL_OFFLOAD_STAGES, whose inputs stand. */
  gboolean (*prepare) (SlCpu *self, SlStage stage, GError **error);
  /* Sums at the galaxy's epoch, or those of histories to be made. */
  void (*prepare_sums) (SlCpu *self, gboolean histories);
  gboolean (*run) (SlCpu *self, GError **error);
  void (*free) (SlCpu *self);
} SlOffload;
#define SL_OFFLOAD_STAGES                                                                                    \
  (1u << SL_STAGE_SSP | 1u << SL_STAGE_DUST | 1u << SL_STAGE_DUST_EMISSION | 1u << SL_STAGE_ENERGY           \
   | 1u << SL_STAGE_BANDS | 1u << SL_STAGE_OBSERVED | 1u << SL_STAGE_SPECTRUM | 1u << SL_STAGE_SPLIT)
/* Totals of a functional: its columns, the derivative by redshift of its weights, the lanes of the history.
 */
#define SL_N_TOTALS (SL_N_SLOTS + 1 + SL_N_SFH_TANGENTS)

struct _SlCpu {
  SlEngine parent;
  const SlKernels *k;
  SlPool *pool;
  SlFilterSet *filters;
  char *description;

  SlGalaxy galaxy;     /* what the stages hold */
  gboolean have_galaxy;
  guint dirty;         /* bit per stage: what it holds is no longer the galaxy's */
  guint overwritten;   /* bit per stage: it held it, but its memory served another purpose since */
  SlParamSet spectrum_tangents; /* for which the spectrum's tangents stand */

  SlAgeGrid ages;
  double *z_edges, *u_edges;
  SlSfh history;
  /* lane of a parameter that acts through the masses, -1 where it has none of its own */
  int sfh_slot_of[SL_N_PARAMS];
  SlEpoch epoch;
  SlAgeMasses now;
  SlAgeMasses *then;   /* (n_epochs) */
  double *epoch_t, *epoch_z;
  /* (n_epochs, A + 2) of the births of each epoch's stars in the history's table */
  SlTableOffset *place;
  double epoch_cosmology[4];
  SlSfhTangents *scratch;    /* (threads, A + 1) */
  SlSspWeights mix;
  double *dmu;         /* (A, SL_N_SFH_TANGENTS) of the centres of metals, where they follow time or mass */
  SlJacobianTerm link[SL_MAX_JACOBIAN_TERMS];
  guint jacobian_slot[SL_MAX_JACOBIAN_TERMS]; /* of the link's parameter, 0 where it has none */
  guint n_jacobian_terms, dust_emission_slot;

  gsize stride;
  guint n_ionising;
  float *light;        /* rows of all ages */
  const float **light_of;
  float *gas_cont, *gas_lum; /* (Y, 5, N), (Y, 5, L) */
  float *gas_scratch;  /* (threads, 6, stride) */
  SlLineProfiles profiles;
  guint *line_first, *line_count, *line_offset, *node;
  float *phi, *dphi, *frac, *inside;
  gsize phi_capacity;
  /* Stars that move. */
  float *star_scratch; /* (threads, 3, stride) before they are spread */
  float *moved;        /* (A, stride) */
  SlSpread spread;
  guint *spread_first, *spread_count;
  gsize *spread_offset;
  float *spread_phi, *spread_dphi;
  double sigma_star;   /* for which the above stands */
  double sigma_star_max; /* for which it has room */

  double *k0[SL_N_DUST_LAWS], *lnx, *bump;
  SlDustFormula curve; /* of the galaxy's law */
  float *dust;         /* (A, SL_MAX_DUST_ROWS, stride), one for each distinct curve */
  const float **dust_of;
  guint *curve_age;    /* (n_curves) an age that has the curve */
  guint *curve_of;     /* (A) */
  guint n_curves;

  /* Dust that glows. Tables that could not be read say why where they are first needed. */
  SlDustEmission *emission;
  SlDustEmissionGrid *dust_emission_grid;
  GError *emission_missing;
  double *dust_emission_spectrum;        /* (1 + SL_N_DUST_EMISSION, stride) */
  SlWeights nu_width;  /* all pixels, by their width [Hz] */
  guint *nu_block;
  float *nu_k;
  double *all_light;   /* (A, SL_N_SLOTS) luminosity [Lsun/Msun] before dust */
  double *attenuated;    /* (A, SL_N_SLOTS) and behind it */
  /* (A) derivatives of the first, and of their difference, with respect to the centre of metals */
  double *all_mu, *absorbed_mu;
  gboolean energy_observed; /* something to be made is a luminosity */
  gboolean energy_valid;   /* the last run of the stage made luminosities */

  SlIgm *igm;
  GError *igm_missing;
  double arriving_z;   /* for which the following stand; 0 without absorption */
  /* (W) part of each pixel's light that arrives, and its derivative with respect to z */
  float *arriving, *arriving_dz;

  guint n_obs, n_hist;
  SlObservable *obs, *hist;
  SlBands rest, observed;     /* functionals of obs and hist in the rest frame; of obs in the observer's */
  guint n_hist_observed;      /* histories in the observer's frame */
  /* of rest: those of obs, the first; of observed: all; of histories to be made */
  SlRows obs_rows, observed_rows, hist_rows;
  SlRun obs_run, observed_run;
  gboolean *hist_computed, *hist_pending;      /* (n_hist) */
  /* (n_hist) for which those in the observer's frame have their tangents */
  SlParamSet *hist_tangents;
  /* rows of rest and of observer_plan that histories to be made stand on */
  gboolean *hist_row, *observer_row;
  gboolean observer_pending;                    /* some of these are in the observer's frame */
  gboolean *by_metals_computed, *by_metals_pending; /* rows of rest */
  /* (A, Z, rest.n_columns) the rest frame's columns, for stars of one metallicity; made when first asked for
   * */
  double *by_metals;
  SlEvolvingScratch *moving; /* (threads) */
  double *work;        /* (threads, work_size) sums of one epoch */
  gsize work_size;
  double *mass_of_epochs; /* (A, mass_stride) the masses of all epochs side by side */
  gsize mass_stride;

  double *ages_time;   /* (threads, pieces of work, padded) seconds */

  SlSpectrumJob job;
  float *coef;         /* (A, SL_MAX_TERMS) */
  /* (stride), (stride), (SL_N_PARAMS, stride); times SL_LIGHT_SCALE */
  float *sed, *sed_intrinsic, *sed_tangent;
  float *sed_by_age;   /* (SL_N_AGE_GROUPS, stride) likewise */
  double *obs_value, *obs_grad;   /* (n_obs), (n_obs, SL_N_PARAMS) */
  double *hist_value, *hist_grad; /* (n_hist, n_epochs), (n_hist, SL_N_PARAMS, n_epochs) */

  /* Histories in the observer's frame: a band lies elsewhere at each epoch, so that spectra are made per
   * epoch. */
  SlPlan observer_plan;
  float *observer_spectra;  /* (SL_OBSERVER_BLOCK, stride) */
  SlFunctional *observer_band; /* (threads, rows) */
  double *observer_phi;     /* (rows, 1 + SL_N_PARAMS, n_epochs) */
  double *observer_dimming; /* (n_epochs, 6) value, tangents */
  double *observer_dust_emission;    /* (rows, 1 + SL_N_DUST_EMISSION, n_epochs) functionals of the glow */
  const SlRequest *request;
  SlResult *result;

  /* Arrays elsewhere, or NULL. What comes back stays until the next run(). */
  const SlOffload *arrays;
  gpointer device;
  gboolean away;       /* the stages of SL_OFFLOAD_STAGES hold what stands there */
  guint ran;           /* bit per stage: it ran since the arrays were last told; for them to clear */
  int output_of[SL_N_PARAMS]; /* of the spectrum's tangents as they stand, -1: none */
  const float *offload_sed;      /* (outputs, stride) Lsun/Hz: sed, before dust, tangents */
  const float *offload_groups;   /* (SL_N_AGE_GROUPS, stride) */
  const double *offload_now;     /* (rest rows and observed rows, SL_N_TOTALS) */
  const double *offload_epochs;  /* (rows of histories, n_epochs, SL_N_TOTALS) */
  const double *offload_observer;     /* (rows of observer_plan, n_epochs, SL_N_TOTALS) */
};

/* sl-cpu-engine.c: the engine without its class, for those that have arrays of their own. */
SlEngine *sl_cpu_create (const SlEngineConfig *config, GError **error);
gboolean sl_cpu_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error);
void sl_cpu_destroy (SlEngine *engine);

/* sl-cpu-ages.c: what is done age by age, while an age's rows stand in the cache. */
typedef enum {
  SL_AGES_SSP = 1 << 0,
  SL_AGES_CURVE = 1 << 1,      /* of ages that share their transmission curve with no other */
  SL_AGES_ENERGY = 1 << 2,
  SL_AGES_BANDS = 1 << 3,      /* of the rest frame */
} SlAgesWork;
void sl_cpu_ages_init (SlCpu *self);
void sl_cpu_ages_clear (SlCpu *self);
/* Does all of work for each age. Where self->result is there, the times go to the stages of it. */
void sl_cpu_run_ages (SlCpu *self, SlAgesWork work);
gboolean sl_cpu_stage_ssp (SlCpu *self, GError **error);
gboolean sl_cpu_stage_dust (SlCpu *self, GError **error);
gboolean sl_cpu_stage_energy (SlCpu *self, GError **error);
gboolean sl_cpu_stage_bands (SlCpu *self, GError **error);
/* Several of these stages in one pass: bits of dirty stages. */
gboolean sl_cpu_fuse (SlCpu *self, guint stages, GError **error);

/* sl-cpu-light.c: populations and dust. */
gboolean sl_cpu_light_init (SlCpu *self, GError **error);
void sl_cpu_light_clear (SlCpu *self);
/* What all ages of the stage need, then one of them. */
gboolean sl_cpu_prepare_ssp (SlCpu *self, GError **error);
void sl_cpu_set_metals (SlCpu *self, double t, gboolean t_varies);
/* Metals that follow time or mass, of a galaxy seen at cosmic time t; dmu: (A, SL_N_SFH_TANGENTS). */
void sl_cpu_metals_at (const SlCpu *self, double t, gboolean t_varies, SlSspWeights *mix, double *dmu);
void sl_cpu_ssp (SlCpu *self, guint a, guint thread);
void sl_cpu_prepare_dust (SlCpu *self);
void sl_cpu_curve (SlCpu *self, guint curve);
/* Pixels that a line reaches at most. */
guint sl_cpu_line_room (const SlCpu *self, guint line);
/* Writes the links that the galaxy's options make. */
void sl_cpu_set_jacobian_terms (SlCpu *self);
double sl_cpu_jacobian_coef (const SlJacobianTerm *link, guint a);
/* TRUE where metals follow time or mass, so that populations differ from epoch to epoch. */
gboolean sl_cpu_metals_evolve (const SlCpu *self);

/* sl-cpu-spectrum.c: which parameter acts by which way, and the spectrum with its tangents. */
gboolean sl_cpu_stage_spectrum (SlCpu *self, GError **error);
gboolean sl_cpu_stage_split (SlCpu *self, GError **error);
/* self->job with terms and coefficients for these tangents; output_of becomes theirs. */
void sl_cpu_make_job (SlCpu *self, SlParamSet tangents);
/* The ages behind those of a group. */
guint sl_cpu_group_end (const SlCpu *self, guint group, guint first);
/* Sums all outputs of self->job, whose coefficients stand. */
void sl_cpu_run_spectrum (SlCpu *self);
/* A parameter's tangent from the lanes of a history (SL_N_SFH_TANGENTS): its own lane, or by way of t_obs. */
double sl_cpu_sfh_tangent (const SlCpu *self, const double *lanes, SlParamId param);
/* Derivative of the mass in age bin a with respect to a parameter. */
double sl_cpu_mass_tangent (const SlCpu *self, const SlAgeMasses *masses, guint a, SlParamId param);
/* TRUE where the parameter acts through the masses. */
gboolean sl_param_moves_masses (SlParamId param);
/* TRUE where the spectrum knows the parameter, as the galaxy's options stand. */
gboolean sl_cpu_param_acts (const SlCpu *self, SlParamId param);

/* sl-cpu-energy.c: what dust takes, and what it gives back. */
void sl_cpu_energy_init (SlCpu *self);
void sl_cpu_energy_clear (SlCpu *self);
gboolean sl_cpu_stage_dust_emission (SlCpu *self, GError **error);
void sl_cpu_energy (SlCpu *self, guint a);
/* TRUE where luminosities are needed: dust glows, or they are observed. */
gboolean sl_cpu_needs_energy (const SlCpu *self);
/* Luminosity that dust takes from light of these masses [Lsun], and its gradient over all parameters. */
double sl_cpu_absorbed (const SlCpu *self, const SlAgeMasses *masses, double grad[SL_N_PARAMS]);
/* Sums over the glow of unit luminosity. */
void sl_cpu_dust_emission_functional (const SlCpu *self, const SlFunctional *f,
                                      double out[SL_DUST_EMISSION_SUMS]);
/* Adds the glow to the spectrum and to its tangents. */
void sl_cpu_add_dust_emission (SlCpu *self, SlParamSet tangents);
/* Brings what arrives of the spectrum's pixels to the galaxy's redshift. */
gboolean sl_cpu_bring_igm (SlCpu *self, GError **error);

/* sl-cpu-evolving-metals.c: histories of galaxies whose metals differ from epoch to epoch. */
void sl_cpu_evolving_init (SlCpu *self);
void sl_cpu_evolving_clear (SlCpu *self);
gboolean sl_cpu_stage_by_metals (SlCpu *self, GError **error);
/* The populations that stand are no longer those of the galaxy's own epoch. What was made of these stays
 * valid. */
void sl_cpu_invalidate_ssp (SlCpu *self);
/* Those in the rest frame. */
void sl_cpu_evolving_histories (SlCpu *self);

/* sl-cpu-functionals.c: functionals and observables. */
gboolean sl_cpu_functionals_init (SlCpu *self, const SlEngineConfig *config, GError **error);
void sl_cpu_functionals_clear (SlCpu *self);
gboolean sl_cpu_stage_observed (SlCpu *self, GError **error);
/* The weights of observed bands at the galaxy's redshift. */
void sl_cpu_prepare_observed (SlCpu *self);
gboolean sl_cpu_stage_observables (SlCpu *self, GError **error);
/* Functionals of the glow, and then those of one age. */
void sl_cpu_prepare_bands (SlCpu *self, SlBands *bands);
void sl_cpu_bands_of_age (SlCpu *self, SlBands *bands, guint a);
/* The chain from the locals' tangents of one age to the columns of parameters. */
void sl_cpu_fill_slots (const SlCpu *self, guint a, const double out[1 + SL_N_INTERMEDIATES],
                        double column[SL_N_SLOTS]);
/* out (n_i, n_columns) = sum_k mass[k stride + i] column[k], for the columns of these rows; what stands
 * between them is unspecified. */
void sl_cpu_sum_slots (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *mass,
                       gsize stride, guint n_i, const double *column, guint n_k, double *out);
/* Of these rows. column: the masses' product with the bands' columns. dmu: (A, SL_N_SFH_TANGENTS) of metals
 * that follow the history, or NULL. work is advanced past what is used. */
SlFunctionalTotals sl_cpu_sum_bands (SlCpu *self, const SlBands *bands, const SlRows *rows,
                                     const SlAgeMasses *masses, const double *column, const double *dmu,
                                     double **work);
/* The same of sums that were made elsewhere: totals of these rows, stride doubles apart, counted from the
 * first (from_zero) or by their place among the rows. */
SlFunctionalTotals sl_cpu_sum_totals (const SlCpu *self, const SlBands *bands, const SlRows *rows,
                                      const double *totals, gsize stride, gboolean from_zero, double **work);
/* One of them, but for the derivative by redshift of its weights. */
double sl_cpu_sum_total (const SlCpu *self, const double *total, double grad[SL_N_PARAMS]);
/* One observable and its gradient; grad_stride apart. dimming: value and derivatives, or NULL. */
double sl_cpu_observe (const SlCpu *self, const SlObservable *o, const SlFunctionalTotals *sums,
                       const SlAgeMasses *masses, const double *dimming, double *grad, gsize grad_stride);

/* sl-cpu-requested.c: what a request needs that does not stand yet. */
void sl_cpu_requested_init (SlCpu *self);
void sl_cpu_requested_clear (SlCpu *self);
gboolean sl_cpu_history_requested (const SlRequest *request, guint i);
/* Fills the todo arrays for self->request, once changes are marked and cosmology is known. */
void sl_cpu_choose (SlCpu *self);
/* Histories in the observer's frame no longer stand. */
void sl_cpu_invalidate_observer (SlCpu *self);

/* sl-cpu-observable-histories.c: observables over epochs. */
gboolean sl_cpu_stage_observable_histories (SlCpu *self, GError **error);
