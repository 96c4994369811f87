/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/observables/sl-filters.h"
#include "model/galaxy/sl-galaxy.h"
#include "model/population/kernels/sl-population-kernels.h"
#include "model/ssp/sl-templates.h"

/* Populations: many galaxies drawn from distributions over the parameters; their histories (`diffstar`),
 * magnitudes in a few bands, a cut in colour and a histogram in magnitude, with the exact gradient of every
 * bin with respect to every parameter of the population (DSPS, section 5.3: the same pipeline). The cut and
 * the bins' edges are smoothed by the triweight, which is what makes the gradient exist.
 *
 * A galaxy is a function of the seed and of its number alone: results are the same bit for bit for any number
 * of threads and for any split into ranges at multiples of SL_POP_SLAB. */

#define SL_POP_MAX_CORRELATIONS 32
#define SL_POP_BAND_NAME 48
/* Galaxies that are added up before sums meet: the unit in which populations are split. */
#define SL_POP_SLAB (1u << 19)

/* Galaxies of a catalogue as unit deviates: row minus mean, over scatter. */
typedef struct {
  guint64 n;
  float *row;               /* (n, SL_POP_N) 0 where the catalogue has no such column */
  double mean[SL_POP_N], scatter[SL_POP_N];
  guint32 has;              /* bit p: it has this parameter */
  char *path;               /* file it was read from, or NULL */
} SlPopCatalogue;
/* values: (n, SL_POP_N), NaN in columns that are missing (all of a column or none). n >= 2. The caller's.
 * NULL with SL_ERROR_DATA. */
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
  guint32 drawn;            /* bit p: parameter p has a distribution; others have base's value */
  guint32 own;              /* bit p: the second component has its own distribution of p */
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

/* The paper's benchmark: parameters even over broad ranges, z = 0, 100 times, six bands of LSST, g - r > 0.6,
 * bins in r. */
void sl_population_spec_init (SlPopulationSpec *self);
/* FALSE with SL_ERROR_PARAMETER naming what is wrong. */
gboolean sl_population_spec_check (const SlPopulationSpec *self, GError **error);

/* The model's parameter that a population's is; and the reverse, or -1. */
SlParamId sl_pop_param (int p);
int sl_pop_of_param (SlParamId id);

/* The parameters of a population, in the order of gradients. At most SL_POP_MAX_PHI. */
guint sl_population_parameters (const SlPopulationSpec *self, SlPopPhi phi[SL_POP_MAX_PHI]);
/* Where one stands in the description (for those in several components the first, which sl_population_set()
 * follows). */
double sl_population_get (const SlPopulationSpec *self, const SlPopPhi *phi);
void sl_population_set (SlPopulationSpec *self, const SlPopPhi *phi, double value);
void sl_population_range (const SlPopulationSpec *self, const SlPopPhi *phi, double *lo, double *hi);
/* "mean.logm0", "scatter.lgmcrit", "slope.lg_qt", "correlation.lgmcrit.lgy_at_mcrit", "fraction.mid"; those
 * of the second component alone begin with "second.". The caller's. */
char *sl_population_name (const SlPopulationSpec *self, const SlPopPhi *phi);

typedef struct {
  guint n_bins, n_map, n_phi;
  gboolean gradient;         /* whether there is one */
  guint64 n;                 /* galaxies */
  gsize size;                /* of sums */
  double *sums;              /* (size) all that follows, one after the other */
  double *all, *cut;         /* (n_bins) smoothed counts of all galaxies, and of those that pass the cut */
  double *moment;            /* (4) weight of all; of those that pass; sum of their magnitudes; galaxies */
  double *map;               /* (n_map, n_bins) plain counts by colour and magnitude */
  double *derivative;        /* (n_bins, n_phi) d cut / d parameter */
} SlPopulationResult;
SlPopulationResult *sl_population_result_new (const SlPopulationSpec *spec, gboolean gradient);
void sl_population_result_free (SlPopulationResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulationResult, sl_population_result_free)
/* to += from; same shapes. */
void sl_population_result_add (SlPopulationResult *to, const SlPopulationResult *from);

typedef struct _SlPopulation SlPopulation;
/* threads 0: one per core. NULL with SL_ERROR_PARAMETER, SL_ERROR_OBSERVABLE (filters) or SL_ERROR_DATA. */
SlPopulation *sl_population_new (SlTemplates *templates, SlFilterSet *filters, const SlPopulationSpec *spec,
                                 guint threads, GError **error);
void sl_population_free (SlPopulation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlPopulation, sl_population_free)
/* Another description; what stays as it was is not made again. FALSE leaves the former. */
gboolean sl_population_update (SlPopulation *self, const SlPopulationSpec *spec, GError **error);
const SlPopulationSpec *sl_population_spec (const SlPopulation *self);
/* What it was made of. Borrowed. */
const SlTemplates *sl_population_templates (const SlPopulation *self);
const SlFilterSet *sl_population_filters (const SlPopulation *self);
/* "2 threads, avx512"; with a device (sl-population-device.h) "NVIDIA H100; 2 threads, avx512". */
const char *sl_population_describe (const SlPopulation *self);
/* What became of a device that the last run began with and the processor ended; else NULL. */
const char *sl_population_warning (const SlPopulation *self);

/* Called between parts of the work with galaxies done and in all; TRUE ends it. Any thread of the pool; NULL:
 * nobody. */
typedef gboolean (*SlPopulationStep) (gpointer data, guint64 done, guint64 n);
/* Galaxies first .. first + n - 1 added up into result (made for this description), which is cleared first.
 * first: a multiple of SL_POP_SLAB. FALSE with G_IO_ERROR_CANCELLED-like SL_ERROR_ENGINE where step ended it.
 * Allocates what one slab needs, whatever n. One thread at a time. */
gboolean sl_population_run (SlPopulation *self, guint64 first, guint64 n, SlPopulationStep step,
                            gpointer data, SlPopulationResult *result, GError **error);
/* The galaxies themselves: parameters (n, SL_POP_N) and magnitudes (n, n_bands), either NULL; and where dmag
 * is not NULL d magnitude / d parameter of the histogram's band and of the colour's two, (n, 3, SL_POP_N) in
 * that order. */
void sl_population_galaxies (SlPopulation *self, guint64 first, gsize n, float *parameters, float *magnitudes,
                             float *dmag);
