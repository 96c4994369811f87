/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/batch/kernels/sl-batch-kernels.h"
#include "model/batch/sl-batch.h"
#include "model/cosmology/sl-cosmology.h"
#include "model/engine/kernels/sl-cpu-kernels.h"
#include "model/observables/sl-observables.h"
#include "model/ssp/sl-ssp-weights.h"
#include "model/support/sl-pool.h"
#include "model/cosmology/sl-igm.h"

/* Nodes of wavelength at which dust acts within a piece of a functional: some in each tail, more between the
 * ends of its main part. One more has the light redward of a break, where some dust laws jump. */
#define SL_BATCH_TAIL 2
#define SL_BATCH_INNER 11
#define SL_BATCH_CURVE_NODES (2 * SL_BATCH_TAIL + SL_BATCH_INNER)
#define SL_BATCH_BREAK_NODE SL_BATCH_CURVE_NODES
#define SL_BATCH_NODES (SL_BATCH_CURVE_NODES + 1)
#define SL_BATCH_N_BREAKS 2
/* Tables of redshifted bands are this far apart in ln (1 + z): those of stars, and those of gas, whose
 * continuum has few features. */
#define SL_BATCH_STEP 0.00125
#define SL_BATCH_GAS_STEP 0.005
/* Largest redshift of a table. */
#define SL_BATCH_Z_MAX 25.0

/* A piece of a functional: over it, the transmission of dust is a polynomial of ln (wavelength) between lo
 * and hi, another in each tail, from there to below and above, and constant beyond them. */
typedef struct {
  double lo, hi, below, above;
} SlBatchPiece;

/* Where a dust law jumps [A]: wholly at a wavelength, or smoothly over half on both sides of it. */
typedef struct {
  double wave, half;
} SlBatchBreak;

/* Nodes side by side: those of several functionals, of emission lines, or tables of age and metallicity. */
typedef struct {
  guint n_nodes; /* multiple of SL_BATCH_LANES; 0: none */
  guint n_pieces;
  SlBatchPiece *piece; /* (n_pieces) nodes i SL_BATCH_NODES ...; NULL for lines and tables */
  float *slopes;       /* (n_pieces, nodes, nodes) what each node counts in the slopes at all; of pieces */
  double *wave, *lnw;  /* (n_nodes) wavelength [A] and its ln; of redshifted bands as observed */
  float *k0[SL_N_DUST_LAWS], *lnx, *bump; /* (n_nodes) inputs of the dust laws; not of redshifted bands */
  SlBatchTable table;                     /* not of redshifted bands */
  double *scale; /* (n_nodes) of tables of age and metallicity: their numbers may not be floats */
} SlBatchBlock;

/* A filter's curve: slopes before each node and behind the last, and how much they turn there. */
typedef struct {
  const SlFilter *filter;
  double *slope, *turn; /* (n + 1), (n) */
  guint n_cells, *cell; /* a node at or before each of evenly spaced wavelengths */
  double per;           /* of these wavelengths to an Angstrom */
} SlBatchCurve;

/* Where a row of a plan is in the outputs. */
typedef struct {
  guint first, n;  /* nodes that are summed */
  SlFunctional *f; /* of a functional, borrowed; its lines count too */
  double *line;    /* (lines, SL_BATCH_N_SIGMA) shares of emission lines; NULL: none */
  SlBatchCurve curve; /* of redshifted bands */
} SlBatchRow;

/* The tables of redshifted bands at one redshift. */
typedef struct {
  gboolean covered;   /* the library covers all bands */
  gboolean ionising;  /* of stars: some band has light below the Lyman edge */
  SlBatchTable table; /* of stars, or of gas */
  float *memory;
  /* (lines, SL_BATCH_N_ARRIVING) what intergalactic gas lets pass of each line, by its width, and how far to
   * the red that lies, over the wavelength; or NULL */
  float *arrives, *shift;
} SlBatchSlice;

typedef enum { SL_BATCH_STARS, SL_BATCH_GAS, SL_BATCH_N_LIGHTS } SlBatchLightKind;

/* Slices of one kind, by number; NULL: not made yet. */
typedef struct {
  double step; /* in ln (1 + z) */
  guint n;
  gsize bytes;          /* of a slice */
  SlBatchSlice **slice; /* (n) */
} SlBatchSlices;

/* Line widths at which lines are put into functionals in advance: from the narrowest to the broadest, evenly
 * in ln. */
#define SL_BATCH_N_SIGMA 128
/* The same for the absorption of lines by intergalactic gas. */
#define SL_BATCH_N_ARRIVING 16
#define SL_BATCH_SIGMA_MIN 20.0
#define SL_BATCH_SIGMA_MAX 600.0

/* In the middle between two slices the light, its slope and its curvature by ln (1 + z) are made from four
 * slices when a galaxy needs them. */
#define SL_BATCH_NEAR_SLICES 4

/* A thread's tables of the interval behind a slice; kept until another is needed. */
typedef struct {
  const struct _SlBatchSet *set; /* NULL: none yet */
  guint slice;
  SlBatchTable table[SL_BATCH_MAX_TABLES];
  float *memory;
  gsize size; /* floats */
} SlBatchNear;

/* A cubic polynomial through four of a row of numbers: the first of them, the shares of each, and their
 * derivatives. */
typedef struct {
  guint first;
  double share[4], slope[4];
} SlBatchCubic;

/* All that depends on how bands are counted: numerics, their edges, intergalactic gas. */
typedef struct _SlBatchSet {
  SlBandRule rule;
  gboolean igm;
  const SlBatchBreak *breaks; /* of the galaxies' dust laws */
  SlPlan rest, observed;
  SlObservable *observable; /* (n_obs) */
  SlBatchRow *rest_row, *observed_row;
  SlBatchBlock in_rest, in_observed, lines, tables;
  gboolean lines_needed, bare; /* some observable needs emission lines; before the dust */
  gboolean rest_lines;         /* apart from those of redshifted bands */
  gboolean pixels;             /* some row is a sum over pixels */
  gboolean single;             /* rows that tables do not have: every galaxy is for the other engine */
  SlBatchSlices slices[SL_BATCH_N_LIGHTS];
} SlBatchSet;

/* Where the breaks of the dust law lie in the pieces of a block. */
typedef struct {
  gboolean inside; /* in or near the piece */
  guint which;
  float part[SL_BATCH_CURVE_NODES]; /* of the jump that has come by each node */
} SlBatchPieceBreak;

/* Tables of galaxies that have redshift, line width and lines in common, which are in the gas. */
typedef struct {
  double z, sigma;
  const SlBatchSet *set;
  gboolean covered;
  SlBatchTable table;
  SlBatchSlice *slice[SL_BATCH_N_LIGHTS]; /* the memory of table */
  float *k0, *lnx, *bump;                 /* (nodes) inputs of the dust law */
  SlBatchPieceBreak *breaks;              /* (pieces) */
} SlBatchFixed;

/* Memory of one galaxy while its light is computed. */
typedef struct {
  float lgm[1 + SL_BATCH_MAX_SLOTS], sfr[1 + SL_BATCH_MAX_SLOTS]; /* as in SlBatchTile */
  float *wz, *wz_gas, *wu, *mass; /* in the layout of SlBatchLight */
  int *curve_of;
  float *curves, *dust; /* (A, SL_N_CURVE); (A, SL_BATCH_CURVE_ROWS or of values alone 1, most nodes) */
  float *coef;          /* (terms, A) */
  SlBatchTerm *term;
  float *out[4], *out_bare; /* (1 + parameters, nodes) of each block */
  float *sum;               /* (nodes) of the loops */
  double *phi, *dphi;       /* (rows of a plan), (rows, parameters) */
} SlBatchWork;

/* A galaxy at work. */
typedef struct {
  SlBatch *self;
  struct _SlBatchThread *thread;
  SlBatchWork *work;
  struct _SlBatchItem *item;
  gboolean steep; /* too much dust for polynomials between nodes */
  guint lane, n_params, n_terms;
  guint wanted; /* products of the terms: SlBatchLight */
  const SlBatchRun *run;
  guint n_curves;
  SlBatchCubic stars;           /* slices */
  SlBatchCubic sigma, arriving; /* width of lines */
} SlBatchPoint;

/* A thread's memory. */
typedef struct _SlBatchThread {
  SlBatchTile tile;
  SlBatchSfhWork work;
  SlSfh sfh; /* of histories that are computed one by one */
  SlSfhTangents *scratch;
  SlAgeMasses masses;
  double *mu, *dmu;          /* (A), (A, SL_N_SFH_TANGENTS) metallicity that evolves */
  SlBatchLane *dmu_sfh;      /* (A, SL_BATCH_MAX_SLOTS) of a tile */
  SlSspWeights weights;      /* of ionisation and of gas with metals of its own */
  float *k0, *lnx, *bump;    /* (most nodes) */
  SlBatchPieceBreak *breaks; /* (most pieces) */
  SlBatchNear near[SL_BATCH_N_LIGHTS];
  /* Galaxies that wait for their light, and as many as there is memory for. */
  guint n_points, most_points;
  SlBatchPoint point[SL_BATCH_TOGETHER];
  SlBatchWork galaxy[SL_BATCH_TOGETHER];
} SlBatchThread;

/* An epoch of a cosmology (Om0, w0, wa, h). */
typedef struct {
  gboolean known;
  double cosmology[4];
  SlEpoch epoch;
} SlBatchEpoch;

struct _SlBatch {
  SlBatchConfig config;
  char **names;
  guint n_obs;
  SlTemplates *templates;
  SlFilterSet *filters;
  const SlKernels *kernels;
  const SlBatchKernels *loops;
  SlPool *pool;
  SlIgm *igm;      /* NULL until a galaxy needs it */
  GPtrArray *sets; /* SlBatchSet */
  SlAgeGrid ages;
  SlBatchSfhPlan sfh_plan;
  SlNodes lgmet, lgu;
  SlBatchMetalsPlan metals_plan[SL_N_NUMERICS];
  float *lg_age;
  guint n_ionising;    /* pixels below the Lyman edge */
  double *line_vacuum; /* (lines) A */
  /* (lines, SL_BATCH_N_SIGMA) of a line as the library's pixels have it, by width: its part of the line's
   * luminosity, the distance of its middle from line_vacuum, and its width, both over the wavelength */
  double *line_amount, *line_offset, *line_width;
  /* Inputs of the dust laws on both sides of each break. */
  float break_k0[SL_N_DUST_LAWS][SL_BATCH_LANES], break_lnx[SL_N_DUST_LAWS][SL_BATCH_LANES],
      break_bump[SL_N_DUST_LAWS][SL_BATCH_LANES];
  int slots[SL_BATCH_N_SFH_SLOTS]; /* of the tangents of histories that a run needs */
  int n_slots;
  SlBatchThread *thread; /* one per thread; made for thread_params derivatives */
  guint thread_params;
  gboolean has_fixed;
  SlGalaxy fixed_galaxy; /* galaxies like it have tables of their own */
  SlBatchFixed *fixed;   /* NULL until one of them needs them */
  SlEngine *single; /* NULL until a galaxy needs it */
  SlResult *result;
  SlBatchEpoch *epoch; /* at ln (1 + z) = i SL_BATCH_STEP */
  char *description;
};

/* A galaxy of a run, in the order in which tiles take it. */
typedef struct _SlBatchItem {
  gsize index;     /* in the run */
  guint key;       /* galaxies of a tile have the same */
  gboolean single; /* for the engine of one galaxy, or for none: */
  gboolean bad;    /* there is no galaxy */
  double z;
  SlBatchSet *set;
  const SlBatchFixed *fixed; /* tables of its own, or NULL */
  SlGalaxy galaxy;
  SlEpoch epoch;
} SlBatchItem;

/* sl-batch-set.c */
SlBatchSet *sl_batch_set_new (SlBatch *self, SlBandRule rule, gboolean igm, const SlBatchBreak *breaks,
                              GError **error);
void sl_batch_set_free (SlBatchSet *self);
/* Whether x is nearer to piece i than to its neighbours, of n pieces from the first on. */
gboolean sl_batch_in_piece (const SlBatchBlock *block, guint first, guint n, guint i, double x);
/* What light at ln (wavelength) x as observed, and at wave in the library, counts at the nodes of a piece,
 * and redward of the break. one_z: 1 + z, or 0 at rest. */
void sl_batch_pixel_shares (const SlBatchBlock *block, guint which, double x, double wave, double one_z,
                            const SlBatchBreak *breaks, double share[SL_BATCH_NODES]);
/* Shares of a piece's nodes at ln (wavelength) x. */
void sl_batch_node_shares (const SlBatchPiece *piece, double x, double share[SL_BATCH_CURVE_NODES]);
/* The breaks (SL_BATCH_N_BREAKS) of a law; laws that share them share tables. */
const SlBatchBreak *sl_batch_breaks (SlDustLaw law);
/* The one that matters for a piece whose middle is at ln (wavelength) x. */
guint sl_batch_break_near (const SlBatchBreak *breaks, double x);
/* Part of a break's jump that has come by a wavelength: 0 to 1. */
double sl_batch_break_part (const SlBatchBreak *at, double wave);
/* Floats of the tables of a block: stars (and their ionising light), gas. */
gsize sl_batch_table_floats (const SlBatch *self, guint n_nodes, SlBatchLightKind kind);
SlBatchTable sl_batch_table_of (const SlBatch *self, guint n_nodes, SlBatchLightKind kind, float *memory);
/* Fills the nodes of a functional from its weights. one_z: 1 + z of a redshifted band; 0 otherwise. */
void sl_batch_table_fill (const SlBatch *self, const SlBatchBlock *block, const SlBatchRow *row,
                          const SlFunctional *f, double one_z, const SlBatchBreak *breaks,
                          SlBatchLightKind kind, float *memory);

/* sl-batch-slices.c */
void sl_batch_slices_init (const SlBatch *self, SlBatchSet *set);
/* Where z lies among the slices of a kind: behind slice number i from i on. */
double sl_batch_slices_place (const SlBatchSet *set, SlBatchLightKind kind, double z);
/* The four slices of a kind that a redshift needs. */
SlBatchCubic sl_batch_slices_at (const SlBatchSet *set, SlBatchLightKind kind, double z);
/* Makes slice i. Any thread, one slice at a time. */
SlBatchSlice *sl_batch_slice_new (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, guint i);
void sl_batch_slice_free (SlBatchSlice *self);
/* At x >= 1 of a row of numbers at 0, 1, 2 ...; derivatives times per. */
SlBatchCubic sl_batch_cubic (double x, double per);

/* A slice at this redshift. */
SlBatchSlice *sl_batch_slice_at (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind, double z);

/* sl-batch-fixed.c */
/* The tables of a galaxy that has the set given, or NULL where it is not like the fixed one. Not in
 * threads. */
const SlBatchFixed *sl_batch_fixed_of (SlBatch *self, const SlBatchSet *set, const SlBatchRun *run,
                                       const SlGalaxy *galaxy);
void sl_batch_fixed_clear (SlBatch *self);

/* sl-batch-near.c */
/* Fills near, a thread's own, with the tables of the interval between slices in which z lies, unless it has
 * them; table[2] only with curvature, which must be the same in all calls. The slices beside it have been
 * made. *distance: of z from the middle, in ln (1 + z). */
const SlBatchNear *sl_batch_near_get (const SlBatch *self, const SlBatchSet *set, SlBatchLightKind kind,
                                      double z, gboolean curvature, SlBatchNear *near, double *distance);
void sl_batch_near_clear (SlBatchNear *near);

/* sl-batch-lines.c */
void sl_batch_lines_init (SlBatch *self);
/* Share of an emission line's luminosity in functional f, of lines as broad as sigma_v. */
double sl_batch_line_in_functional (const SlBatch *self, const SlFunctional *f, guint line, double sigma_v);
/* Shares of the emission lines in functional f, for each width; NULL where it contains none. g_free. */
double *sl_batch_lines_in_functional (const SlBatch *self, const SlFunctional *f);
/* Where a width lies among those of the tables. */
SlBatchCubic sl_batch_sigma_at (double sigma_v, guint n);
/* Width number i of n. */
double sl_batch_sigma (guint i, guint n);
/* Share of a line's luminosity in a redshifted band, without intergalactic gas but with the shift that it
 * makes; by_sigma by sigma_v, by_z by redshift. */
double sl_batch_line_in_band (const SlBatch *self, const SlBatchCurve *curve, guint line, double z,
                              double shift, const SlBatchCubic *sigma, double *by_sigma, double *by_z);
/* What a line counts in a band of transmission 1. */
double sl_batch_line_most (const SlBatch *self, guint line);
void sl_batch_curve_init (SlBatchCurve *self, const SlFilter *filter);
void sl_batch_curve_clear (SlBatchCurve *self);

/* sl-batch-tile.c */
void sl_batch_thread_init (SlBatch *self, SlBatchThread *thread, guint n_params);
void sl_batch_thread_clear (SlBatch *self, SlBatchThread *thread);
/* Histories, metallicities and dust of n <= SL_BATCH_LANES galaxies with the same key. */
void sl_batch_tile_fill (SlBatch *self, SlBatchThread *thread, SlBatchItem *const *item, guint n,
                         gboolean tangents);
/* Finds the slots of the tangents that a run's parameters need. */
void sl_batch_find_slots (SlBatch *self, const SlBatchRun *run);
/* Slot of a parameter's tangent in the tile's masses, or -1. */
int sl_batch_slot (const SlGalaxy *galaxy, SlParamId p);
/* The slot of the time of observation. */
int sl_batch_slot_of_time (const SlGalaxy *galaxy);
/* Whether tiles compute its history side by side. */
gboolean sl_batch_in_lanes (const SlGalaxy *galaxy);

/* sl-batch-row.c */
/* Inputs of a dust law at the nodes of redshifted bands: (nodes) each. */
void sl_batch_dust_inputs (const SlBatch *self, const SlBatchBlock *block, SlDustLaw law, double z, float *k0,
                           float *lnx, float *bump);
/* Where the breaks of the dust laws lie in the pieces of a block: out (pieces). */
void sl_batch_find_breaks (const SlBatchSet *set, const SlBatchBlock *block, double one_z,
                           SlBatchPieceBreak *out);
gboolean sl_batch_line_is_off (const SlGalaxy *galaxy, guint line);
/* Takes a galaxy of the thread's tile, in the lane given, among those that wait for their light; others that
 * need other tables, or for which there is no more memory, get theirs first. */
void sl_batch_row_add (SlBatch *self, SlBatchThread *thread, SlBatchItem *item, guint lane,
                       const SlBatchRun *run);
/* Values and derivatives of the galaxies that wait. */
void sl_batch_rows_finish (SlBatch *self, SlBatchThread *thread);
/* Whether two galaxies need the same tables. */
gboolean sl_batch_same_tables (const SlBatchItem *a, const SlBatchItem *b);
