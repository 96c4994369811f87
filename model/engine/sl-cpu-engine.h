/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/sl-offload.h"
#include "model/engine/stages/sl-cpu.h"

/* The CPU engine, between its own files. */
typedef struct {
  SlEngine parent;
  SlCpu cpu;               /* stages and their cached results */
  SlEvaluation evaluation; /* of the present request */
  char *description;

  const SlOffload *offload; /* NULL: no device */
  gpointer device;
  SlOffloadInputs inputs;
} SlCpuEngine;

/* sl-cpu-update.c: the transitions between the states of sl-cpu-cache.h. */

/* Takes the request's galaxy into the cache; stages whose inputs changed become dirty. */
void sl_cpu_mark_changes (SlCpuEngine *self);
/* Decides whether the device serves the request. */
void sl_cpu_choose_offload (SlCpuEngine *self);
/* Makes a stage valid, and before it the stages that it needs. FALSE with an error in self->evaluation. */
gboolean sl_cpu_update (SlCpuEngine *self, SlStage stage);
/* The stages that work age by age, together, where more than one of them has to run and the rest frame's
 * bands are one of them. Call it before other stages that need these. */
gboolean sl_cpu_update_ages (SlCpuEngine *self);
/* Notes the sums that observables and histories need, and runs the device. */
gboolean sl_cpu_run_offload (SlCpuEngine *self);

/* sl-cpu-pending.c: which rows of the cached results are pending. */
void sl_cpu_pending_init (SlCpuEngine *self);
void sl_cpu_pending_clear (SlCpuEngine *self);
/* Fills evaluation.pending, after changes were marked. */
void sl_cpu_choose_pending (SlCpuEngine *self);
