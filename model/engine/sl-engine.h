/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/engine/stages/sl-request.h"

typedef struct _SlEngine SlEngine;

/* An implementation ("cpu", "cuda"). The CPU engine is the reference. */
typedef struct {
  const char *name;
  SlEngine *(*create) (const SlEngineConfig *config, GError **error);
  gboolean (*evaluate) (SlEngine *self, const SlRequest *request, SlResult *result, GError **error);
  const char *(*describe) (SlEngine *self); /* "2 threads, AVX-512" */
  void (*destroy) (SlEngine *self);
} SlEngineClass;

struct _SlEngine {
  const SlEngineClass *klass;
  SlTemplates *templates;
  SlFilterSet *filters;
  guint n_obs, n_hist, n_epochs;
  char **obs_names, **hist_names; /* as configured */
};

/* The CPU engine. */
extern const SlEngineClass sl_engine_cpu;

/* FALSE with SL_ERROR_DATA for a library with too few or too many metallicities, ages or ionisation
 * parameters. */
gboolean sl_engine_check_templates (const SlTemplates *templates, GError **error);
/* Creates an engine of a class. NULL with SL_ERROR_OBSERVABLE for an unknown name, SL_ERROR_ENGINE for a
 * missing device. An engine and its results are used by one thread at a time. */
SlEngine *sl_engine_new (const SlEngineClass *klass, const SlEngineConfig *config, GError **error);
void sl_engine_free (SlEngine *self);
/* Evaluates one galaxy into result (sl_result_new() of this engine). Only requested results that are out of
 * date are computed. Allocates nothing on success. FALSE with SL_ERROR_PARAMETER, SL_ERROR_ENGINE, or
 * SL_ERROR_FILE or SL_ERROR_DATA where the table of an option cannot be read; the result is then unspecified,
 * but can be used again. */
gboolean sl_engine_evaluate (SlEngine *self, const SlRequest *request, SlResult *result, GError **error);
const char *sl_engine_describe (SlEngine *self);
const char *sl_engine_stage_name (guint i); /* NULL past the last */

SlResult *sl_result_new (SlEngine *engine);
void sl_result_free (SlResult *self);
/* Deep copy between results of the same engine. */
void sl_result_copy (SlResult *to, const SlResult *from);
/* Index of an observable in obs / hist, or -1. */
int sl_engine_find_observable (SlEngine *self, const char *name);
int sl_engine_find_observable_history (SlEngine *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlEngine, sl_engine_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlResult, sl_result_free)
