/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"

/* Loops over a population's galaxies, sixteen at a time: their plans (what they read), their results, and the
 * table of functions (SlPopKernels). The bodies are compiled once per instruction set, and for a device.
 * Plain C arrays, no GLib; sl-population-plan.c fills the plans. */

/* Parameters that may differ from galaxy to galaxy, in this order: the SFH `diffstar` without tau_dep, burst,
 * metals, gas, dust. */
enum {
  SL_POP_LOGM0,
  SL_POP_LOGTC,
  SL_POP_EARLY,
  SL_POP_LATE,
  SL_POP_T_PEAK,
  SL_POP_LGMCRIT,
  SL_POP_LGY,
  SL_POP_INDX_LO,
  SL_POP_INDX_HI,
  SL_POP_LG_QT,
  SL_POP_QLGLGDT,
  SL_POP_LG_DROP,
  SL_POP_LG_REJUV,
  SL_POP_N_SFH,
  SL_POP_LGFBURST = SL_POP_N_SFH,
  SL_POP_LGYR_PEAK,
  SL_POP_LGYR_MAX,
  SL_POP_LIGHT,
  SL_POP_METALS = SL_POP_LIGHT,
  SL_POP_LGMET_YOUNG = SL_POP_METALS,
  SL_POP_LGMET_OLD,
  SL_POP_LGMET_SCATTER,
  SL_POP_LGMET_MID,
  SL_POP_LGMET_WIDTH,
  SL_POP_GAS,
  SL_POP_LGU_MEAN = SL_POP_GAS,
  SL_POP_LGU_SCATTER,
  SL_POP_F_ESC,
  SL_POP_DUST,
  SL_POP_AV_YOUNG = SL_POP_DUST,
  SL_POP_AV_OLD,
  SL_POP_DELTA_YOUNG,
  SL_POP_DELTA_OLD,
  SL_POP_UV_BUMP,
  SL_POP_DUST_MID,
  SL_POP_DUST_WIDTH,
  SL_POP_UNOBSCURED,
  SL_POP_N,
  SL_POP_N_LIGHT = SL_POP_N - SL_POP_LIGHT
};
/* A set of parameters; grows with SL_POP_N. { 0 } is empty. Of GLib: sl-population-set.h. */
typedef struct { unsigned word[(SL_POP_N + 31) / 32]; } SlPopSet;
#define SL_POP_HAS(set, p) ((set).word[(unsigned) (p) / 32] >> (unsigned) (p) % 32 & 1)

#define SL_POP_LANES 16        /* galaxies in a tile */
/* Galaxies that one task adds up: few enough for threads to share the work evenly. */
#define SL_POP_CHUNK 4096u
#define SL_POP_MAX_BANDS 8
#define SL_POP_MAX_TRACED 3    /* traced bands, which have tangents: those of the cut and the histogram */
#define SL_POP_MAX_PHI 192     /* parameters of a population */
#define SL_POP_MAX_COMPONENTS 2
#define SL_POP_MAX_GRID 64     /* metallicities; also ionisations */
#define SL_POP_MAX_CELLS 256   /* metallicities times ionisations */
#define SL_POP_MAX_NODES 256   /* of all bands together */
#define SL_POP_MAX_TRACED_NODES 96

/* ------------------------------------------------------------------ draws */

typedef enum { SL_POP_NORMAL, SL_POP_UNIFORM } SlPopShape;

/* Distribution of one parameter: mean + slope (logm0 - pivot) + scatter e, limited to lo..hi. The deviate e
 * has unit variance; those of normal parameters may be correlated. */
typedef struct {
  float mean, scatter, slope, lo, hi;
  int shape;                 /* SlPopShape */
} SlPopAxis;

/* A row of the Cholesky factor of the correlations: e[to] = sum over i of factor[i] u[from[i]]. */
typedef struct {
  int to, n;
  int from[SL_POP_N];
  float factor[SL_POP_N];
} SlPopFactorRow;

/* What a parameter of the population acts on. */
typedef enum {
  SL_PHI_MEAN, SL_PHI_SCATTER, SL_PHI_SLOPE, /* the distribution of a galaxy's parameter */
  SL_PHI_CORRELATION,                        /* the correlation of two parameters */
  SL_PHI_FRACTION                            /* the second component's fraction: mid, rate, low, high */
} SlPhiKind;

typedef struct {
  int kind;                  /* SlPhiKind */
  int parameter;             /* SL_POP_…; of a correlation its number; of the fraction 0-3 */
  unsigned components;       /* bit c: acts on component c */
} SlPopPhi;

typedef struct {
  unsigned seed[2];
  int n_components;
  SlPopAxis axis[SL_POP_MAX_COMPONENTS][SL_POP_N];
  SlPopSet drawn;            /* parameters that have a scatter in some component */
  float pivot;               /* of the slopes, lg Msun */
  float fraction[4];         /* of the second component, a sigmoid of logm0: mid, rate per dex, low, high */
  int n_rows;
  const SlPopFactorRow *row; /* (n_rows) of the correlated parameters */
  int tied_metals, tied_dust; /* old stars have the young stars' metallicity, dust */
  /* A catalogue's unit deviates replace random ones: one galaxy a row, starting again at its end. */
  long n_catalogue;
  const float *catalogue;    /* (n_catalogue, SL_POP_N), or NULL */
} SlPopDraw;

/* One number for each galaxy of a tile: lane i is galaxy i. The processor loads registers of them, at lanes
 * that are multiples of a register; a device's thread has one lane, any of them (SL_LANE). */
#ifdef __CUDACC__
typedef struct { float v[SL_POP_LANES]; } SlPopLane;
#else
typedef struct { float v[SL_POP_LANES]; } __attribute__ ((aligned (64))) SlPopLane;
#endif

typedef struct {
  SlPopLane p[SL_POP_N];     /* parameters */
  SlPopLane u[SL_POP_N];     /* independent unit deviates */
  SlPopLane e[SL_POP_N];     /* the same with correlations */
  /* 1 where the parameter follows its distribution, 0 where a limit or its partner fixes it */
  SlPopLane free[SL_POP_N];
  SlPopLane tied[SL_POP_N];  /* 1 where it has its partner's value (plus an offset) and its derivatives */
} SlPopTile;

/* Component of the tile that begins with galaxy `first`: it depends on the galaxy's number alone. */
#define SL_POP_COMPONENT(draw, first)                                                                        \
  ((int) ((first) / SL_POP_LANES % (unsigned long long) (draw)->n_components))

/* -------------------------------------------------------------------- SFH */

typedef struct {
  int n_age, n_bands, n_traced;
  int n_cells;               /* steps of the table of times up to the time of observation */
  const float *lgt;          /* (n_cells + 1) lg of the table's times */
  const float *half;         /* (n_cells + 1) half of the step before each time, yr */
  const int *n_edges;        /* (n_cells) number of age-bin edges whose time of birth lies in the cell */
  int n_before;              /* number of edges before the table begins */
  /* (A + 1) from the oldest edge: distance in lg t from its birth to the end of its cell (in the last cell to
   * the time of observation), in units of the cell */
  const float *y;
  float last;                /* part of the last cell before the time of observation */
  const float *lg_yr;        /* (A) lg(age/yr) */
  const float *part;         /* (A) part of the bin of ages that is not older than the universe */
  int burst;                 /* 0: no burst */
} SlPopSfhPlan;

/* Sums over age of mass times light, and their tangents. */
typedef struct {
  SlPopLane mass, total;                                     /* mass formed; mass in the bins of age, Msun */
  SlPopLane smooth[SL_POP_MAX_BANDS];                        /* light of the smooth SFH */
  SlPopLane burst[SL_POP_MAX_BANDS];                         /* mean light of 1 Msun of the burst */
  SlPopLane dmass[SL_POP_N_SFH], dtotal[SL_POP_N_SFH];
  SlPopLane dsmooth[SL_POP_MAX_TRACED][SL_POP_N_SFH];
  SlPopLane dburst[SL_POP_MAX_TRACED][2];                    /* lgyr_peak, lgyr_max */
  /* by the parameters of metals, gas and dust: in the order of SlPopLightPlan.tangent */
  SlPopLane smooth_light[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
  SlPopLane burst_light[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
} SlPopAgeSums;

/* ------------------------------------------------------------------ light */

/* Dust acts at a few nodes of each band: a band's light is a sum over its nodes of weight times transmission
 * (sl-population-plan-light.c). Without dust, with one transmission for all ages, or with one for each age.
 */
typedef enum { SL_POP_DUST_NONE, SL_POP_DUST_ONE, SL_POP_DUST_BY_AGE } SlPopDustMode;

typedef struct {
  int n_age, n_young, n_z, n_u, n_bands, n_traced;
  int n_nodes;               /* of all bands, filled up with empty ones to a multiple of 4 */
  int first_node[SL_POP_MAX_BANDS + 1];
  /* (A, Z, nodes) light of 1 Msun over the AB standard; includes the gas unless gas_differs */
  const float *star;
  const float *ionising;     /* (Y, Z, nodes) ionising light of young stars; NULL unless gas_differs */
  const float *gas;          /* (Y, U, Z, nodes) nebular light; NULL unless gas_differs */
  const float *z_points, *u_points; /* (Z + 1), (U + 1) edges of bins; with hats nodes, the last unused */
  const float *lg_age;       /* (A) */
  int hats;                  /* weights over these grids by hats (numerics "exact"), or by bins */
  const float *k0, *lnx, *bump; /* (nodes) see sl-dust-law.h */
  int metals_by_age;         /* metallicity differs between young and old stars */
  int gas_differs;           /* parameters of the gas differ from galaxy to galaxy */
  int dust;                  /* SlPopDustMode */
  SlDustFormula formula;     /* of the dust law */
  int acts;                  /* SlDustActs */
  int n_tangents;            /* parameters of the light that have tangents */
  int tangent[SL_POP_N_LIGHT]; /* (n_tangents) parameter - SL_POP_LIGHT */
} SlPopLightPlan;

/* ------------------------------------------------------------- histograms */

typedef struct {
  /* traced bands come first; band: of the histogram; blue, red: of the cut's colour */
  int n_bands, n_traced, band, blue, red;
  int order[SL_POP_MAX_BANDS];         /* number in the description of each band here */
  float shift[SL_POP_MAX_BANDS];       /* magnitudes that distance adds */
  float cut, cut_width;                /* redder galaxies pass; triweight width, mag */
  float bin_lo, bin_step, bin_width;   /* of the histogram, mag; triweight width of a magnitude */
  int n_bins;
  int n_map;                           /* colour bins of the map; its magnitude bins are the histogram's */
  float map_lo, map_step;              /* mag */
  int n_phi;
  const SlPopPhi *phi;
  /* (n_correlations, SL_POP_N, SL_POP_N) d (Cholesky factor) / d correlation, or NULL */
  const float *dfactor;
} SlPopBinPlan;

/* Sums to which galaxies are added; the members of SlPopulationResult. */
typedef struct {
  double *all, *cut;         /* (bins) counts of all galaxies, and of those that pass the cut */
  double *map;               /* (n_map, bins) weights by colour and magnitude */
  double *gradient;          /* (bins, n_phi) of cut, or NULL */
  /* (4) weight of all; of those that pass; sum of weight times magnitude of these; number of galaxies */
  double *moment;
} SlPopHistograms;

/* Magnitudes of a tile and the tangents of the traced bands. */
typedef struct {
  SlPopLane mag[SL_POP_MAX_BANDS];
  SlPopLane dmag[SL_POP_MAX_TRACED][SL_POP_N]; /* by parameter */
} SlPopMags;

#define SL_POP_REACH 3.0f    /* half width of the triweight's support, in widths */
/* Entry of each galaxy of a tile in the histograms; its shares in the bins are arrays of their own
 * (sl-population-bins-body.h). */
typedef struct {
  SlPopLane mag;             /* of the histogram's band */
  SlPopLane weight;          /* 1, or twice the fraction of its component */
  SlPopLane passing;         /* by how much it passes the smoothed cut: 0 to 1 */
  SlPopLane first;           /* whole number: first bin that its smoothed magnitude reaches */
  SlPopLane bin, colour;     /* whole numbers: its cell of the map, possibly outside */
} SlPopEntry;

typedef struct {
  /* Parameters of galaxies first .. first + 15, all of one component. */
  void (*draw) (const SlPopDraw *draw, unsigned long long first, int component, SlPopTile *out);
  /* Light of 1 Msun by age and band (A, bands) and, unless dlight is NULL, its tangents (A, traced,
   * n_tangents). */
  void (*light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight);
  /* Integrates the SFH and its light; dlight NULL: no tangents. */
  void (*sfh) (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
               const SlPopLane *dlight, int n_tangents, SlPopAgeSums *out);
  /* Magnitudes, and tangents if traced. */
  void (*magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                      const SlPopAgeSums *sums, int burst, int traced, SlPopMags *out);
  /* Adds the first n galaxies of a tile to the histograms. */
  void (*bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, const SlPopMags *mags,
               int component, int n, SlPopHistograms *to);
} SlPopKernels;

extern const SlPopKernels sl_pop_kernels_avx512, sl_pop_kernels_avx2, sl_pop_kernels_base;
