/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/dust/laws/sl-dust-law-ids.h"

/* Inner loops of the batch engine: their plans (what they read), their results, and the table of functions
 * (SlBatchKernels). Compiled once for each instruction set. Plain C arrays, no GLib; they allocate nothing
 * and may run on any thread.
 *
 * Histories and distributions are computed for sixteen galaxies side by side, a lane each (a tile). Light is
 * computed for one galaxy at a time, with nodes of wavelength side by side: each galaxy has a redshift, and
 * so tables of its own. */

#define SL_BATCH_LANES 16
typedef struct {
  float v[SL_BATCH_LANES];
} __attribute__ ((aligned (64))) SlBatchLane;
typedef struct {
  double v[SL_BATCH_LANES];
} __attribute__ ((aligned (64))) SlBatchWide;

/* ---------------------------------------------------------------- histories */

/* Parameters of the form `diffstar`, in this order, as sl-formula-sfh.h reads them (without tau_dep, which
 * it does not have); then of the burst; and the slots of their tangents, with one for the time of
 * observation. */
enum {
  SL_BATCH_N_DIFFSTAR = 13,
  SL_BATCH_BURST = SL_BATCH_N_DIFFSTAR,
  SL_BATCH_N_HISTORY = SL_BATCH_BURST + 3,
  SL_BATCH_T_OBS = SL_BATCH_N_HISTORY,
  SL_BATCH_N_SFH_SLOTS
};
/* Tangents of one pass. */
#define SL_BATCH_SFH_PASS 9
/* Most slots of tangents: those of histories that are computed for one galaxy alone (SL_N_SFH_TANGENTS). */
#define SL_BATCH_MAX_SLOTS 24

typedef struct {
  int n_age, n_times;
  const double *t;      /* (n_times) Gyr */
  const float *lgt;     /* (n_times) lg t */
  const float *half;    /* (n_times) half of the step before each time, yr */
  const float *per_dex; /* (n_times - 1) 1 / ln (t[j + 1] / t[j]) */
  const double *edge;   /* (A + 1) edges of the bins of age, Gyr */
  const float *lg_yr;   /* (A) lg (age/yr) */
} SlBatchSfhPlan;

/* One number for each table time: mass formed until then, ln of its growth until the next, and the sum from
 * which differences are taken; one entry more, for the time of observation. */
typedef struct {
  SlBatchLane *mass, *growth; /* (n_times + 1, 1 + SL_BATCH_SFH_PASS) */
  SlBatchWide *sum;           /* the same */
  SlBatchLane *raw;           /* (A, the same) of the bins before they are normalised */
  SlBatchLane *shape;         /* (A, the same) of the burst */
} SlBatchSfhWork;

/* A tile: numbers by age, and their tangents. */
typedef struct {
  SlBatchLane history[SL_BATCH_N_HISTORY]; /* parameters */
  SlBatchWide t_obs;                       /* Gyr */
  int n_slots;                             /* of the tangents of masses */
  SlBatchLane *mass;                       /* (A) formed, Msun */
  SlBatchLane *dmass;                      /* (A, n_slots) */
  SlBatchLane lgm[1 + SL_BATCH_MAX_SLOTS]; /* lg of the mass formed in all, and its tangents */
  SlBatchLane sfr[1 + SL_BATCH_MAX_SLOTS]; /* star-formation rate, Msun/yr */

  SlBatchLane metals[5]; /* lgmet_young, old, scatter, mid, width */
  SlBatchLane *mu;       /* (A) mean lg Z */
  SlBatchLane *dmu;      /* (A, 5) by these parameters */
  SlBatchLane *wz;       /* (A, 3, Z) weights of the metallicities: value, by mu, by scatter */

  SlBatchLane dust[SL_N_DUST_P];
  SlBatchLane *curve;  /* (A, SL_N_CURVE) the dust curve of each age */
  SlBatchLane *dcurve; /* (A, SL_N_CURVE, SL_N_DUST_P) by the parameters of dust */
} SlBatchTile;

typedef struct {
  int n_age, n_z;
  const float *lg_age; /* (A) lg (age/Gyr) */
  const float *points; /* nodes (Z) with hats, or edges (Z + 1) of bins */
  int hats;
} SlBatchMetalsPlan;

/* -------------------------------------------------------------------- light */

/* Tables of light at one redshift: light of 1 Msun at each node, in the order of ages from the youngest. */
typedef struct {
  const float *star;     /* (A, Z, nodes); NULL: none */
  const float *ionising; /* (Y, Z, nodes) of young stars, what only escaping light adds; NULL: none */
  const float *gas;      /* (Y, U, Z, nodes) nebular light; NULL: none */
} SlBatchTable;
#define SL_BATCH_MAX_TABLES 3
/* Metallicities, and metallicities times ionisations, of a library; larger ones are for the other engine. */
#define SL_BATCH_MAX_GRID 32
#define SL_BATCH_MAX_CELLS 512
/* Galaxies that share tables: their rows are read from far memory once for all of them. With derivatives they
 * need more memory, and are fewer. */
#define SL_BATCH_TOGETHER 64
#define SL_BATCH_TOGETHER_DERIVATIVES 24

/* What is summed over the ages: the light after dust, or its derivative by an intermediate. */
typedef enum {
  SL_BATCH_VALUE,
  SL_BATCH_MU,
  SL_BATCH_SCATTER,
  SL_BATCH_U,
  SL_BATCH_U_SCATTER,
  SL_BATCH_ESCAPE,
  SL_BATCH_MU_GAS,
  SL_BATCH_Z,
  SL_BATCH_CURVE, /* SL_BATCH_CURVE + i: by number i of the dust curve */
  SL_BATCH_N_PRODUCTS = SL_BATCH_CURVE + SL_N_CURVE
} SlBatchProduct;

/* Adds coef[a] times a product of age a to an output. */
typedef struct {
  int product, out;
  const float *coef; /* (A) */
} SlBatchTerm;

/* Rows of a transmission curve: value, by the numbers of the curve, by ln of the wavelength. */
enum { SL_BATCH_BY_CURVE = 1, SL_BATCH_BY_WAVE = 1 + SL_N_CURVE, SL_BATCH_CURVE_ROWS };

typedef struct {
  int n_age, n_young, n_z, n_u;
  int n_nodes; /* a multiple of SL_BATCH_LANES */
  int n_tables;
  SlBatchTable table[SL_BATCH_MAX_TABLES];
  /* From the redshift of the tables of stars, and of gas, in ln (1 + z); table 1 is the slope there, 2 the
   * curvature, which only derivatives need. */
  float distance, gas_distance;
  float stretch;       /* 1 / (1 + z): d ln (1 + z) / dz */
  const float *wz;     /* (A, 3, Z) of this galaxy */
  const float *wz_gas; /* (3, Z) of gas with metals of its own, or NULL */
  const float *wu;     /* (3, U) */
  float escape;
  const float *mass;   /* (A) */
  const int *curve_of; /* (A) not decreasing; NULL: no dust */
  const float *dust;   /* (curves, SL_BATCH_CURVE_ROWS, nodes); of values alone (curves, nodes) */
  int n_terms;         /* of derivatives; 0: values alone */
  const SlBatchTerm *term;
  unsigned wanted; /* products that some term has: bit 1 << SlBatchProduct */
  int n_out;  /* outputs: 0 is the value, which takes no term */
  float *out; /* (n_out, nodes) */
  float *sum; /* (nodes) memory */
} SlBatchLight;

typedef struct {
  const char *name;
  /* Masses by age of the form `diffstar`, with a burst; reads history and t_obs. Tangents in n_slots of the
   * slots, each of them once; others are not written. */
  void (*sfh) (const SlBatchSfhPlan *plan, const SlBatchSfhWork *work, const int *slots, int n_slots,
               SlBatchTile *tile);
  /* mu from the parameters of metals, unless it is given; then the weights of metallicities. */
  void (*metals) (const SlBatchMetalsPlan *plan, int mu_given, int tangents, SlBatchTile *tile);
  /* Dust curves. acts: SlDustActs. */
  void (*dust) (SlDustFormula formula, int acts, int n_age, const float *lg_age, int tangents,
                SlBatchTile *tile);
  /* Transmission at nodes: row 0 of out (SL_BATCH_CURVE_ROWS, nodes), and the rows 1 + i by number i of the
   * curve whose bits i are wanted. */
  void (*transmission) (SlDustFormula formula, int n_nodes, const float *k0, const float *lnx,
                        const float *bump, const float *curve, unsigned wanted, float *out);
  /* out = the sum over the nodes of each of n pieces of SL_BATCH_LANES nodes of y times its row of the
   * matrix. */
  void (*slopes) (int n, const float *matrix, const float *y, float *out);
  /* Of n <= SL_BATCH_TOGETHER galaxies that have the same tables, sizes and number of outputs. */
  void (*light) (const SlBatchLight *const *light, int n);
  /* out[r][q] = sum over i < n of weight[i][q] rows[r][i], q < n_q <= SL_BATCH_LANES; weight is (n,
   * SL_BATCH_LANES), rows and outputs are strides apart. */
  void (*fold) (const float *rows, long stride, long n_rows, const float *weight, int n, float *out,
                long out_stride, int n_q);
  /* out[i] = sum over the four of share[k] from[k][i], i < n. */
  void (*blend) (long n, const float *const *from, const float *share, float *out);
} SlBatchKernels;

extern const SlBatchKernels sl_batch_kernels_avx512, sl_batch_kernels_avx2, sl_batch_kernels_base;
