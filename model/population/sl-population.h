/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/galaxy/sl-galaxy.h"
#include "model/population/sl-population-set.h"
#include "model/ssp/sl-templates.h"

/* Populations: many galaxies drawn from distributions over the parameters; their SFHs (`diffstar`),
 * magnitudes in a few bands, a cut in colour and a histogram in magnitude, with the exact gradient of every
 * bin with respect to every parameter of the population (the pipeline of DSPS, section 5.3). The cut and the
 * edges of the bins are smoothed with the triweight: otherwise counts would be steps, without a gradient.
 *
 * A galaxy depends on the seed and on its number alone, and sums have a fixed order: results are the same bit
 * for bit for any number of threads and for any split into ranges at multiples of SL_POP_SLAB. */

#define SL_POP_MAX_CORRELATIONS 32
#define SL_POP_BAND_NAME 48
/* Galaxies of a slab: the unit in which populations are split among processes. */
#define SL_POP_SLAB (1u << 19)

/* Galaxies of a catalogue as unit deviates: (value - mean) / scatter. */
typedef struct {
  guint64 n;
  float *row;               /* (n, SL_POP_N); 0 where the catalogue has no such column */
  double mean[SL_POP_N], scatter[SL_POP_N];
  SlPopSet has;              /* the parameters in it */
  char *path;               /* of its file, or NULL */
} SlPopCatalogue;
/* values: (n, SL_POP_N), a missing column NaN throughout; n >= 2. The result is the caller's. NULL with
 * SL_ERROR_DATA. */
SlPopCatalogue *sl_pop_catalogue_new (const double *values, guint64 n, GError **error);
void sl_pop_catalogue_free (SlPopCatalogue *self);

/* How one parameter is distributed in one component. */
typedef struct {
  double mean, scatter;
  double slope;             /* of the mean, per dex of halo mass from the pivot */
  SlPopShape shape;
} SlPopDistribution;

typedef struct {
  int a, b;                 /* parameters (SL_POP_…) with normal distributions */
  double rho;               /* -1 to 1 */
} SlPopCorrelation;

#define SL_POP_MAX_BINS 512
#define SL_POP_MAX_MAP 256
#define SL_POP_MAX_TIMES 1000

/* Description of a population. Plain value: copy with =. Every member has a row in sl-population-fields.c,
 * and there is no padding, so that a test finds members without one. */
typedef struct {
  /* what all galaxies share: redshift, cosmology, dust law, lines; values of what is not drawn */
  SlGalaxy base;
  guint64 seed;
  SlPopSet drawn;           /* parameters that have a distribution; others have base's value */
  SlPopSet own;              /* of which the second component has a distribution of its own */
  guint n_components;       /* 1 or 2: a second kind of galaxies, such as quenched ones */
  guint n_correlations;
  SlPopDistribution axis[SL_POP_MAX_COMPONENTS][SL_POP_N];
  double pivot;             /* halo mass from which slopes count, lg Msun */
  /* fraction of the second component, a sigmoid of logm0: mid, rate per dex, value below, value above */
  double fraction[4];
  SlPopCorrelation correlation[SL_POP_MAX_CORRELATIONS];
  gboolean tied_metals, tied_dust; /* old stars have the young stars' metallicity, dust */
  gboolean burst, dust, gas; /* FALSE: none, whatever the parameters are */
  guint n_times;            /* of the table over which the SFH is integrated */
  /* unit deviates of its galaxies replace random ones, one galaxy after the other; borrowed, or NULL */
  const SlPopCatalogue *catalogue;
  double t_first, t_last;   /* Gyr */
  gboolean observed;        /* bands in the observer's frame at base's redshift */
  guint n_bands;
  char band[SL_POP_MAX_BANDS][SL_POP_BAND_NAME]; /* filters: "LSST/g" */
  /* sums need only the bands of the histogram and the cut: leave the other magnitudes out */
  gboolean only_needed;
  guint magnitude, blue, red; /* numbers of the histogram's band and of the two of the colour blue - red */
  double cut, cut_width;    /* mag; redder galaxies pass; triweight width of the cut */
  guint n_bins;
  guint n_map;              /* colour bins of the map */
  double bin_lo, bin_hi, bin_width; /* mag; triweight width by which each magnitude is smoothed */
  double map_lo, map_hi;    /* colours of the map, mag */
} SlPopulationSpec;

/* The benchmark of the DSPS paper: uniform distributions over broad ranges, z = 0, 100 times, six LSST bands,
 * g - r > 0.6, bins in r. */
void sl_population_spec_init (SlPopulationSpec *self);
/* FALSE with SL_ERROR_PARAMETER naming what is wrong. */
gboolean sl_population_spec_check (const SlPopulationSpec *self, GError **error);

/* The model's parameter of a population's (SL_POP_…); and the reverse, or -1. */
SlParamId sl_pop_param (int p);
int sl_pop_of_param (SlParamId id);

/* The parameters of a population, in the order of gradients. At most SL_POP_MAX_PHI. */
guint sl_population_parameters (const SlPopulationSpec *self, SlPopPhi phi[SL_POP_MAX_PHI]);
/* Value of one in the description. One that acts on both components has the same value in both; set changes
 * both. */
double sl_population_get (const SlPopulationSpec *self, const SlPopPhi *phi);
void sl_population_set (SlPopulationSpec *self, const SlPopPhi *phi, double value);
void sl_population_range (const SlPopulationSpec *self, const SlPopPhi *phi, double *lo, double *hi);
/* "mean.logm0", "scatter.lgmcrit", "slope.lg_qt", "correlation.lgmcrit.lgy_at_mcrit", "fraction.mid"; those
 * of the second component alone begin with "second.". g_free. */
char *sl_population_name (const SlPopulationSpec *self, const SlPopPhi *phi);

typedef struct {
  guint n_bins, n_map, n_phi;
  gboolean gradient;         /* FALSE: no derivatives */
  guint64 n;                 /* galaxies */
  gsize size;                /* of sums */
  double *sums;              /* (size) the arrays below, one after the other */
  double *all, *cut;         /* (n_bins) smoothed counts of all galaxies, and of those that pass the cut */
  /* (4) weight of all; of those that pass; sum of weight times magnitude of these; number of galaxies */
  double *moment;
  double *map;               /* (n_map, n_bins) counts by colour and magnitude, without smoothing */
  double *derivative;        /* (n_bins, n_phi) d cut / d parameter; NULL without gradient */
} SlPopulationResult;
SlPopulationResult *sl_population_result_new (const SlPopulationSpec *spec, gboolean gradient);
void sl_population_result_free (SlPopulationResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulationResult, sl_population_result_free)
/* to += from; same shapes. */
void sl_population_result_add (SlPopulationResult *to, const SlPopulationResult *from);

typedef struct _SlPopulation SlPopulation;
/* Takes references to templates and filters. threads 0: one per core. NULL with SL_ERROR_PARAMETER,
 * SL_ERROR_OBSERVABLE (filters) or SL_ERROR_DATA. */
SlPopulation *sl_population_new (SlTemplates *templates, SlFilterSet *filters, const SlPopulationSpec *spec,
                                 guint threads, GError **error);
void sl_population_free (SlPopulation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulation, sl_population_free)
/* Another description; tables that stay valid are not computed again. FALSE keeps the former description. */
gboolean sl_population_update (SlPopulation *self, const SlPopulationSpec *spec, GError **error);
const SlPopulationSpec *sl_population_spec (const SlPopulation *self);
/* Borrowed. */
const SlTemplates *sl_population_templates (const SlPopulation *self);
const SlFilterSet *sl_population_filters (const SlPopulation *self);
/* "2 threads, avx512"; with a device (sl-population-device.h) "NVIDIA H100; 2 threads, avx512". */
const char *sl_population_describe (const SlPopulation *self);
/* The name of the device that runs the loops, "NVIDIA H100"; NULL: the CPU does. Valid until the next run. */
const char *sl_population_device (const SlPopulation *self);
/* Why the last run changed from its device to the CPU, translated; else NULL. */
const char *sl_population_warning (const SlPopulation *self);

/* Called now and then, by any thread of the pool, with the galaxies done and all n of them. TRUE ends the
 * run. */
typedef gboolean (*SlPopulationStep) (gpointer data, guint64 done, guint64 n);
/* Adds up galaxies first .. first + n - 1. result: of sl_population_result_new() for this description;
 * cleared first. first: a multiple of SL_POP_SLAB. step may be NULL. FALSE with SL_ERROR_ENGINE where step
 * ended it or a sum is not finite. Memory does not depend on n. One thread at a time. */
gboolean sl_population_run (SlPopulation *self, guint64 first, guint64 n, SlPopulationStep step,
                            gpointer data, SlPopulationResult *result, GError **error);
/* Galaxies themselves: parameters (n, SL_POP_N) as they act, without dust A_V = 0, without gas f_esc = 1 and
 * without a burst SL_LGFBURST_NONE, whatever was drawn; magnitudes (n, n_bands), and dmag (n, 3, SL_POP_N),
 * the derivatives of the magnitudes in the histogram's band and the bands blue and red. Each may be NULL. */
void sl_population_galaxies (SlPopulation *self, guint64 first, gsize n, float *parameters, float *magnitudes,
                             float *dmag);
