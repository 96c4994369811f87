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

/* --- an engine that survives its device ------------------------------------- */

/* Opening a device takes a second or so: loading the driver, the module and all kernels. A thread of its own
 * does it, while the CPU answers. */
typedef struct {
  SlEngine parent;
  SlEngine *inner;
  GError *lost;
  gboolean had_device;
  SlEngineConfig config; /* owns its arrays, and references */
  GThread *thread;       /* NULL: its device was taken, or refused */
  /* Under the lock. */
  GMutex lock;
  GCond settled;
  gboolean done;
  SlEngine *device;      /* what the thread opened; NULL with refused */
  GError *refused;
  SlEnginesSettled func;
  gpointer data;
} Guarded;

static gpointer
open_thread (gpointer data)
{
  Guarded *self = data;
  GError *refused = NULL;
  SlEngine *device = new_device (&self->config, &refused);
  SlEnginesSettled func;

  g_mutex_lock (&self->lock);
  self->device = device;
  self->refused = refused;
  self->done = TRUE;
  func = self->func;
  g_cond_broadcast (&self->settled);
  /* With the lock, so that the caller's data is there. */
  if (func)
    func (self->refused, self->data);
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
wait_for_device (Guarded *self)
{
  g_mutex_lock (&self->lock);
  while (!self->done)
    g_cond_wait (&self->settled, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* Takes the device if it is there; the thread that evaluates. */
static void
take_device (Guarded *self)
{
  gboolean done;

  if (!self->thread)
    return;
  g_mutex_lock (&self->lock);
  done = self->done;
  g_mutex_unlock (&self->lock);
  if (!done)
    return;
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->device)
    {
      sl_engine_free (self->inner);
      self->inner = g_steal_pointer (&self->device);
      self->had_device = TRUE;
    }
  else if (self->refused)
    self->lost = g_error_copy (self->refused);
}

static void
guarded_destroy (SlEngine *engine)
{
  Guarded *self = (Guarded *) engine;

  if (self->thread)
    g_thread_join (self->thread);
  sl_engine_free (self->device);
  sl_engine_free (self->inner);
  g_clear_error (&self->lost);
  g_clear_error (&self->refused);
  g_strfreev ((char **) self->config.observables);
  g_strfreev ((char **) self->config.history_observables);
  g_free ((double *) self->config.epochs);
  sl_filter_set_unref (self->config.filters);
  sl_templates_unref (self->config.templates);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->settled);
  g_free (self);
}

static SlEngine *
guarded_create (const SlEngineConfig *config, GError **error)
{
  Guarded *self = g_new0 (Guarded, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->settled);
  self->config = *config;
  self->config.observables = (const char *const *) g_strdupv ((char **) config->observables);
  self->config.history_observables = (const char *const *) g_strdupv ((char **) config->history_observables);
  self->config.epochs = g_memdup2 (config->epochs, config->n_epochs * sizeof (double));
  self->config.filters = sl_filter_set_ref (config->filters);
  self->config.templates = sl_templates_ref (config->templates);
  /* An error that is not about the device comes from the CPU engine as well. */
  self->inner = sl_engine_new (&sl_engine_cpu, config, error);
  if (!self->inner)
    {
      guarded_destroy (&self->parent);
      return NULL;
    }
  self->thread = g_thread_new ("sl-device", open_thread, self);
  return &self->parent;
}

static gboolean
guarded_evaluate (SlEngine *engine, const SlRequest *request, SlResult *result, GError **error)
{
  Guarded *self = (Guarded *) engine;
  GError *failed = NULL;
  SlEngine *other;

  take_device (self);
  if (sl_engine_evaluate (self->inner, request, result, &failed))
    return TRUE;
  if (self->lost || !self->had_device || !g_error_matches (failed, SL_ERROR, SL_ERROR_ENGINE))
    {
      g_propagate_error (error, failed);
      return FALSE;
    }
  other = sl_engine_new (&sl_engine_cpu, &self->config, error);
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

static Guarded *
guarded_of (SlEngine *engine)
{
  return engine->klass == &sl_engine_guarded ? (Guarded *) engine : NULL;
}

const GError *
sl_engines_lost (SlEngine *engine)
{
  const Guarded *self = guarded_of (engine);

  return self ? self->lost : NULL;
}

gboolean
sl_engines_had_device (SlEngine *engine)
{
  const Guarded *self = guarded_of (engine);

  return self && self->had_device;
}

const char *
sl_engines_name (SlEngine *engine)
{
  const Guarded *self = guarded_of (engine);

  return (self ? self->inner : engine)->klass->name;
}

void
sl_engines_on_settled (SlEngine *engine, SlEnginesSettled func, gpointer data)
{
  Guarded *self = guarded_of (engine);

  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->func = func;
  self->data = data;
  if (self->done && func)
    func (self->refused, data);
  g_mutex_unlock (&self->lock);
}

void
sl_engines_wait (SlEngine *engine)
{
  Guarded *self = guarded_of (engine);

  if (self)
    wait_for_device (self);
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
      engine = sl_engine_new (&sl_engine_guarded, config, error);
      if (engine)
        {
          wait_for_device ((Guarded *) engine);
          take_device ((Guarded *) engine);
        }
      return engine;
    }
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE, _ ("unknown engine “%s”; expected auto, cpu or cuda"),
               name);
  return NULL;
}
