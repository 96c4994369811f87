/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-request.h"
#include "model/sfh/sl-sfh-tangents.h"
#include "model/ssp/sl-intermediates.h"

/* The states of cached results.
 *
 * The engine is a chain of stages. Each stage leaves its result in its own structure of SlCpu, where it stays
 * until the stage runs again. One galaxy is cached: SlCpuCache.galaxy. Two bits for each stage say how its
 * result relates to that galaxy:
 *
 *   valid        Neither bit is set. The result is that of the cached galaxy and is used as it is.
 *   dirty        An input has changed. The result is wrong, and so are those of all stages that need it.
 *   overwritten  The result was valid, but its memory has been used for something else since (SSPs of another
 *                epoch, the other one of processor and device), or rows of it are missing. It has to be
 *                computed again before somebody reads it. Stages that were computed from it stay valid.
 *
 * A stage may be dirty and overwritten at once; dirty is the stronger one. These are all the transitions:
 *
 *   valid, overwritten -> dirty        sl_cpu_mark_changes(): a parameter or an option that the stage reads
 *                                      has changed, or a stage that it needs is dirty. Every stage, when a
 *                                      device fails. Observable histories, when one of them is pending, and
 *                                      the spectrum, when it lacks a requested tangent.
 *   valid, dirty -> overwritten        sl_cpu_choose_pending(): rows are pending. sl_cpu_choose_offload():
 *                                      results are needed on the other side. sl_cpu_overwrite_ssp(): SSPs of
 *                                      other epochs were computed in the same memory.
 *   dirty, overwritten -> valid        sl_cpu_update(): the stages that it needs became valid, then the stage
 *                                      ran (or the device was told to compute it). Both bits clear.
 *
 * Some stages hold many rows, of which a request names a few: histories, functionals by age, and functionals
 * by age and metallicity. Each of their rows has states of its own, kept beside the row:
 *
 *   computed     The row is valid as long as its stage is not dirty.
 *   requested    The present request asks for the row, or for a result that is computed from it.
 *   pending      Requested and not computed. The stage computes it in this evaluation: SlPending.
 *
 *   computed -> not computed           its stage is dirty, or overwritten when the evaluation begins
 *   not computed -> pending            sl_cpu_choose_pending(), once in each evaluation
 *   pending -> computed                its stage has run
 *
 * With a device (sl-offload.h), the stages of SL_OFFLOAD_STAGES are either all offloaded (their results are
 * on the device) or none is, for a whole evaluation:
 *
 *   offloaded <-> not offloaded        sl_cpu_choose_offload(). All stages of SL_OFFLOAD_STAGES become
 *                                      overwritten: a result is never read on the side where it is not.
 *
 * Because a stage is recomputed by the same code in the same order whatever was asked for before, results do
 * not depend on earlier requests, bit for bit. */
typedef enum {
  SL_STAGE_COSMOLOGY,            /* t_obs, dimming */
  SL_STAGE_SFH,                  /* SFR and its integral on the table of times */
  SL_STAGE_AGES,                 /* mass by age at t_obs */
  SL_STAGE_EPOCHS,               /* mass by age at the epochs of histories */
  SL_STAGE_SSP,                  /* spectra by age, before dust, and their tangents by the intermediates */
  SL_STAGE_DUST,                 /* transmission curves */
  SL_STAGE_DUST_EMISSION,        /* infrared spectrum of unit luminosity */
  SL_STAGE_ENERGY,               /* luminosity by age, before dust and attenuated */
  SL_STAGE_BANDS,                /* rest-frame functionals by age */
  SL_STAGE_OBSERVED,             /* observer-frame functionals by age, at the galaxy's redshift */
  SL_STAGE_SPECTRUM,             /* spectrum and tangents */
  SL_STAGE_SPLIT,                /* spectrum by groups of ages */
  SL_STAGE_OBSERVABLES,
  /* rest-frame functionals by age and metallicity, for metallicities that change from epoch to epoch */
  SL_STAGE_BY_METALS,
  SL_STAGE_OBSERVABLE_HISTORIES, /* observables over epochs */
  SL_N_STAGES
} SlStage;

#define SL_STAGE_BIT(stage) (1u << SL_STAGE_##stage)
/* The stages that a device computes: those whose results are arrays over wavelength, and their sums. */
#define SL_OFFLOAD_STAGES                                                                                    \
  (SL_STAGE_BIT (SSP) | SL_STAGE_BIT (DUST) | SL_STAGE_BIT (DUST_EMISSION) | SL_STAGE_BIT (ENERGY)           \
   | SL_STAGE_BIT (BANDS) | SL_STAGE_BIT (OBSERVED) | SL_STAGE_BIT (SPECTRUM) | SL_STAGE_BIT (SPLIT))

typedef struct {
  SlGalaxy galaxy;     /* whose results are cached */
  gboolean have_galaxy;
  guint dirty;         /* bit per stage */
  guint overwritten;   /* bit per stage */
  gboolean offloaded;  /* the results of SL_OFFLOAD_STAGES are on the device */
} SlCpuCache;

/* Some rows of a plan, as runs of neighbours. */
typedef struct { guint first, n; } SlRun;
typedef struct {
  guint n;
  SlRun *run;
} SlRows;

/* The rows that are pending in this evaluation. */
typedef struct {
  gboolean *history;      /* (n_hist) histories */
  gboolean *row;          /* (rest rows) functionals that pending histories need */
  SlRows runs;            /* the same */
  gboolean *observer_row; /* (rows of the observer's plan) likewise */
  gboolean observer;      /* some pending histories are in the observer's frame */
  gboolean *bands;        /* (rest rows) functionals by age */
  gboolean *by_metals;    /* (rest rows) functionals by age and metallicity */
  gboolean energy;        /* some of these rows are luminosities */
} SlPending;

/* The context of one evaluation, which every stage receives. Borrows its members; `pending` keeps its arrays
 * from one evaluation to the next, so that nothing is allocated. */
typedef struct {
  const SlRequest *request;
  SlResult *result;       /* stages write their times to it */
  GError **error;         /* for a stage that fails */
  SlPending pending;
} SlEvaluation;

/* What a device has computed, in memory that stays until its next run. Spectra in Lsun/Hz. A total is one
 * functional summed over ages: its slots, the derivative with respect to redshift of its weights, and its
 * SFH tangents. */
#define SL_N_TOTALS (SL_N_SLOTS + 1 + SL_N_SFH_TANGENTS)
typedef struct {
  const float *sed;       /* (outputs, stride) attenuated, before dust, tangents by SlCpuSpectrum.output_of */
  const float *groups;    /* (SL_N_AGE_GROUPS, stride) */
  const double *now;      /* (rest rows, then observed rows, SL_N_TOTALS) at the galaxy's epoch */
  const double *epochs;   /* (pending rest rows, n_epochs, SL_N_TOTALS) */
  const double *observer; /* (rows of the observer's plan, n_epochs, SL_N_TOTALS) */
} SlOffloadResults;

typedef struct _SlCpu SlCpu;
