/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compute/sl-engines.h"

#include <string.h>

#include <glib/gi18n.h>

#include "gpu/host/sl-gpu-load.h"
#include "model/support/sl-error.h"

static const SlEngineClass *device_class; /* set by tests; NULL: the module */

static const SlEngineClass *
find_device (GError **error)
{
  return device_class ? device_class : sl_gpu_load (NULL, error);
}

void
sl_engines_set_device (const SlEngineClass *klass)
{
  device_class = klass;
}

gboolean
sl_engines_have_device (void)
{
  return find_device (NULL) != NULL;
}

static SlEngine *
new_device (const SlEngineConfig *config, GError **error)
{
  const SlEngineClass *klass = find_device (error);

  return klass ? sl_engine_new (klass, config, error) : NULL;
}

SlEngine *
sl_engines_new (const char *name, const SlEngineConfig *config, GError **error)
{
  SlEngine *engine;

  if (strcmp (name, "cpu") == 0)
    return sl_engine_new (&sl_engine_cpu, config, error);
  if (strcmp (name, "cuda") == 0)
    return new_device (config, error);
  if (strcmp (name, "auto") == 0)
    {
      engine = new_device (config, NULL);
      return engine ? engine : sl_engine_new (&sl_engine_cpu, config, error);
    }
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("unknown engine “%s”; expected auto, cpu or cuda"),
               name);
  return NULL;
}

/* --- an engine that survives its device ------------------------------------- */

typedef struct {
  SlEngine parent;
  SlEngine *inner;
  GError *lost;
  SlEngineConfig config; /* owns its arrays */
} Guarded;

static void
guarded_destroy (SlEngine *engine)
{
  Guarded *self = (Guarded *) engine;

  sl_engine_free (self->inner);
  g_clear_error (&self->lost);
  g_strfreev ((char **) self->config.observables);
  g_strfreev ((char **) self->config.history_observables);
  g_free ((double *) self->config.epochs);
  sl_filter_set_unref (self->config.filters);
  g_free (self);
}

static SlEngine *
guarded_create (const SlEngineConfig *config, GError **error)
{
  Guarded *self = g_new0 (Guarded, 1);

  self->config = *config;
  self->config.observables = (const char *const *) g_strdupv ((char **) config->observables);
  self->config.history_observables = (const char *const *) g_strdupv ((char **) config->history_observables);
  self->config.epochs = g_memdup2 (config->epochs, config->n_epochs * sizeof (double));
  self->config.filters = sl_filter_set_ref (config->filters);
  self->inner = new_device (config, &self->lost);
  /* An error that is not about the device comes from the CPU engine as well. */
  if (!self->inner)
    self->inner = sl_engine_new (&sl_engine_cpu, config, error);
  if (self->inner)
    return &self->parent;
  guarded_destroy (&self->parent);
  return NULL;
}

static gboolean
guarded_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  Guarded *self = (Guarded *) engine;
  SlEngineConfig config = self->config;
  GError *failed = NULL;
  SlEngine *other;

  if (sl_engine_evaluate (self->inner, request, result, &failed))
    return TRUE;
  if (self->lost || !g_error_matches (failed, SL_ERROR, SL_ERROR_ENGINE))
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  /* The other engine owns the library. */
  config.templates = self->inner->templates;
  other = sl_engine_new (&sl_engine_cpu, &config, error);
  if (!other || !sl_engine_evaluate (other, request, result, error))
    {
      /* Both engines fail: the galaxy is the reason. */
      sl_engine_free (other);
      g_error_free (failed);
      return FALSE;
    }
  sl_engine_free (self->inner);
  self->inner = other;
  self->lost = failed;
  return TRUE;
}

static const char *
guarded_describe (SlEngine *engine)
{
  return sl_engine_describe (((Guarded *) engine)->inner);
}

const SlEngineClass sl_engine_guarded = {
  .name = "auto",
  .create = guarded_create,
  .evaluate = guarded_evaluate,
  .describe = guarded_describe,
  .destroy = guarded_destroy,
};

const GError *
sl_engines_lost (SlEngine *engine)
{
  return engine->klass == &sl_engine_guarded ? ((Guarded *) engine)->lost : NULL;
}
