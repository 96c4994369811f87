/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"

/* The loops over a population's galaxies, sixteen at a time, compiled once for each instruction set (and, the
 * same bodies, for a device). They know arrays only, and no GLib: what fills these plans is
 * sl-population-plan.c. */

/* Parameters that differ from galaxy to galaxy, in this order: those of `diffstar` without tau_dep, burst,
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
#define SL_POP_LANES 16        /* galaxies in a tile */
#define SL_POP_CHUNK                                                                                         \
  4096u /* galaxies whose sums are one task's: few enough that threads share them out evenly */
#define SL_POP_MAX_BANDS 8
#define SL_POP_MAX_TRACED 3    /* bands whose tangents are carried: those of the cut and of the histogram */
#define SL_POP_MAX_PHI 192     /* parameters of a population */
#define SL_POP_MAX_COMPONENTS 2
#define SL_POP_MAX_GRID 64     /* metallicities, and likewise ionisations */
#define SL_POP_MAX_CELLS 256   /* metallicities times ionisations */
#define SL_POP_MAX_NODES 256   /* of all bands */
#define SL_POP_MAX_TRACED_NODES 96

/* ------------------------------------------------------------------ draws */

typedef enum { SL_POP_NORMAL, SL_POP_UNIFORM } SlPopShape;

/* How one parameter is distributed: mean + slope (logm0 - pivot) + scatter e, where e has unit variance and,
 * among normal parameters, correlations; then kept within lo..hi. */
typedef struct {
  float mean, scatter, slope, lo, hi;
  int shape;                 /* SlPopShape */
} SlPopAxis;

/* A row of the Cholesky factor of the correlations: e[to] = sum part[i] u[from[i]]. */
typedef struct {
  int to, n;
  int from[SL_POP_N];
  float part[SL_POP_N];
} SlPopRow;

/* What one population parameter moves. */
typedef enum {
  SL_PHI_MEAN, SL_PHI_SCATTER, SL_PHI_SLOPE, /* of a galaxy's parameter, in some components */
  SL_PHI_CORRELATION,                        /* between two */
  SL_PHI_FRACTION                            /* of the passage between the components: mid, rate, lo, hi */
} SlPhiKind;

typedef struct {
  int kind, parameter;       /* of a correlation: its number; of the fraction: 0-3 */
  unsigned components;       /* bit c: moves component c */
} SlPopPhi;

typedef struct {
  unsigned seed[2];
  int n_components;
  SlPopAxis axis[SL_POP_MAX_COMPONENTS][SL_POP_N];
  unsigned drawn;            /* bit p: parameter p has a scatter in some component */
  float pivot;               /* of the slopes, lg Msun */
  float fraction[4];         /* of the second component, over logm0: mid, rate per dex, lo, hi */
  int n_rows;
  const SlPopRow *row;       /* (n_rows) those parameters with correlations */
  int tied_metals, tied_dust; /* old stars have the young stars' */
  /* A catalogue in place of draws: unit deviates of its own, one galaxy a row, over and over. */
  long n_catalogue;
  const float *catalogue;    /* (n_catalogue, SL_POP_N), or NULL */
} SlPopDraw;

/* Arrays of sixteen floats each, 64-byte aligned. */
typedef struct { float v[SL_POP_LANES]; } __attribute__ ((aligned (64))) SlPopLane;

typedef struct {
  SlPopLane p[SL_POP_N];     /* parameters */
  SlPopLane u[SL_POP_N];     /* independent unit deviates */
  SlPopLane e[SL_POP_N];     /* the same with correlations */
  /* 1 where the parameter moves with its distribution, 0 where a limit or a partner holds it */
  SlPopLane free[SL_POP_N];
  SlPopLane tied[SL_POP_N];  /* 1 where it stands at its partner's value and moves with that */
} SlPopTile;

/* Which kind of galaxies the tile from first on holds: a galaxy's number alone decides. */
#define SL_POP_COMPONENT(draw, first)                                                                        \
  ((int) ((first) / SL_POP_LANES % (unsigned long long) (draw)->n_components))

/* ---------------------------------------------------------------- history */

typedef struct {
  int n_age, n_bands, n_traced;
  int n_cells;               /* steps of the table until the galaxies are seen */
  const float *lgt;          /* (n_cells + 1) lg of the table's times */
  const float *half;         /* (n_cells + 1) half of the step before each time, yr */
  const int *n_edges;        /* (n_cells) edges of the age bins whose births lie in a cell */
  int n_before;              /* edges before the table begins */
  /* (A + 1) from the oldest: lg t from birth to the end of its cell, or to now in the last, in cells */
  const float *y;
  float last;                /* part of the last cell that is over */
  const float *lg_yr;        /* (A) lg(age/yr) */
  int burst;                 /* 0: no burst */
} SlPopSfhPlan;

/* Sums over ages of masses times light, and their tangents. */
typedef struct {
  SlPopLane mass, total;                                     /* formed until now; in the bins of age */
  /* sum of the smooth history's bins times light */
  SlPopLane smooth[SL_POP_MAX_BANDS];
  SlPopLane burst[SL_POP_MAX_BANDS];                         /* mean light over the burst's shape */
  SlPopLane dmass[SL_POP_N_SFH], dtotal[SL_POP_N_SFH];
  SlPopLane dsmooth[SL_POP_MAX_TRACED][SL_POP_N_SFH];
  SlPopLane dburst[SL_POP_MAX_TRACED][2];                    /* lgyr_peak, lgyr_max */
  /* through metals, gas and dust, by number of active lane */
  SlPopLane smooth_light[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
  SlPopLane burst_light[SL_POP_MAX_TRACED][SL_POP_N_LIGHT];
} SlPopSums;

/* ------------------------------------------------------------------ light */

/* Where dust acts it is followed at nodes of each band: light times the curve that interpolates transmission
 * between them. */
typedef enum { SL_POP_DUST_NONE, SL_POP_DUST_ONE, SL_POP_DUST_BY_AGE } SlPopDustMode;

typedef struct {
  int n_age, n_young, n_z, n_u, n_bands, n_traced, n_nodes; /* nodes: a multiple of 4, the last ones empty */
  int first_node[SL_POP_MAX_BANDS + 1];
  /* (A, Z, nodes) of one Msun, over the AB standard; with the gas in it unless gas differs */
  const float *star;
  const float *ionising;     /* (Y, Z, nodes) what escapes of the young; where gas differs */
  const float *gas;          /* (Y, U, Z, nodes) */
  const float *z_edges, *u_edges, *lg_age;
  const float *k0, *lnx, *bump; /* (nodes) see sl-dust-law.h */
  int metals_by_age, gas_differs;
  int dust;                  /* SlPopDustMode */
  SlDustFormula formula;     /* of the dust law */
  int acts;                  /* SlDustActs */
  int n_lanes;               /* active tangents */
  int lane[SL_POP_N_LIGHT];  /* (n_lanes) parameter - SL_POP_LIGHT */
} SlPopLightPlan;

/* ------------------------------------------------------------- histograms */

typedef struct {
  /* of the histogram, and of the colour of the cut; traced ones come first */
  int n_bands, n_traced, band, blue, red;
  int order[SL_POP_MAX_BANDS];         /* number of each band in the description */
  float shift[SL_POP_MAX_BANDS];       /* magnitudes that distance adds */
  float cut, cut_width;                /* the redder side counts; triweight smoothing, mag */
  float bin_lo, bin_step, bin_width;   /* bins of the histogram; smoothing */
  int n_bins;
  /* A plain map of colour and magnitude: colour (n_map_x) from map_x0 by map_dx, magnitude over the
   * histogram's bins. */
  int n_map;
  float map_lo, map_step;
  int n_phi;
  const SlPopPhi *phi;
  /* (n_correlations, SL_POP_N, SL_POP_N) d (Cholesky factor) / d correlation; NULL: none */
  const float *dfactor;
} SlPopBinPlan;

/* What a run of galaxies adds up to; see sl_population_sums_size(). */
typedef struct {
  double *all, *cut;         /* (bins) */
  double *map;               /* (n_map, bins) of weights, by colour and magnitude */
  double *gradient;          /* (bins, n_phi) of cut; NULL: values alone */
  /* (4) weight of all and of those that pass; times magnitude of those; galaxies */
  double *moment;
} SlPopHistograms;

/* Magnitudes of a tile and, where traced, their tangents. */
typedef struct {
  SlPopLane mag[SL_POP_MAX_BANDS];
  SlPopLane dmag[SL_POP_MAX_TRACED][SL_POP_N]; /* by parameter */
} SlPopMags;

/* What galaxies add to histograms, beside the bins' parts (sl-population-bins-body.h). */
#define SL_POP_REACH 3.0f    /* of the triweight, in widths */
typedef struct {
  SlPopLane mag, stands;     /* stands: how much of the population each stands for */
  SlPopLane passes;          /* the cut's passage */
  SlPopLane first;           /* whole numbers: the first bin within reach */
  SlPopLane bin, colour;     /* its own bin and colour in the map, or beyond either end */
} SlPopRows;

typedef struct {
  /* Parameters of galaxies first .. first + 15. component: of all of them. */
  void (*draw) (const SlPopDraw *draw, unsigned long long first, int component, SlPopTile *out);
  /* Light of one Msun by age and band (A, bands) and, where dlight is not NULL, its tangents (A, traced,
   * n_lanes). */
  void (*light) (const SlPopLightPlan *plan, const SlPopTile *tile, SlPopLane *light, SlPopLane *dlight);
  /* Sums over ages; n_lanes: of dlight, which may be NULL, and then no tangents are made. */
  void (*history) (const SlPopSfhPlan *plan, const SlPopTile *tile, const SlPopLane *light,
                   const SlPopLane *dlight, int n_lanes, SlPopSums *out);
  /* Magnitudes; tangents if traced. */
  void (*magnitudes) (const SlPopBinPlan *bins, const SlPopLightPlan *plan, const SlPopTile *tile,
                      const SlPopSums *sums, int burst, int traced, SlPopMags *out);
  /* Adds the first n galaxies of a tile to histograms. */
  void (*bin) (const SlPopBinPlan *bins, const SlPopDraw *draw, const SlPopTile *tile, const SlPopMags *mags,
               int component, int n, SlPopHistograms *to);
} SlPopKernels;

extern const SlPopKernels sl_pop_kernels_avx512, sl_pop_kernels_avx2, sl_pop_kernels_base;
