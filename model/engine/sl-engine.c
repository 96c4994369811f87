/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-engine.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/ssp/sl-intermediates.h"
#include "model/support/sl-error.h"
#include "model/support/sl-memory.h"

gboolean
sl_engine_check_templates (const SlTemplates *t, GError **error)
{
  if (t->n_met >= 3 && t->n_met <= SL_MAX_Z && t->n_lgu <= SL_MAX_Z && (!t->n_lgu || t->n_lgu >= 3)
      && t->n_age >= 3)
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_DATA,
               _ ("%s: the library has %u metallicities, %u ages and %u ionisations; the engine works with 3 "
                  "to %d "
                  "metallicities and ionisations and at least 3 ages"),
               t->path, t->n_met, t->n_age, t->n_lgu, SL_MAX_Z);
  return FALSE;
}

SlEngine *
sl_engine_new (const SlEngineClass *klass, const SlEngineConfig *config, GError **error)
{
  SlEngine *self;

  g_return_val_if_fail (klass && config && config->templates && config->filters, NULL);
  for (guint i = 0; i < config->n_epochs; i++)
    if (!(config->epochs[i] >= 0.05 && config->epochs[i] <= 13.8)
        || (i && config->epochs[i] <= config->epochs[i - 1]))
      {
        g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
                     _ ("epochs must increase from 0.05 to 13.8 Gyr; number %u is %g"), i, config->epochs[i]);
        return NULL;
      }
  if (!sl_engine_check_templates (config->templates, error))
    return NULL;
  self = klass->create (config, error);
  if (!self)
    return NULL;
  self->klass = klass;
  self->templates = sl_templates_ref (config->templates);
  self->filters = sl_filter_set_ref (config->filters);
  self->obs_names = g_strdupv ((char **) config->observables);
  self->hist_names = g_strdupv ((char **) config->history_observables);
  self->n_obs = self->obs_names ? g_strv_length (self->obs_names) : 0;
  self->n_hist = self->hist_names ? g_strv_length (self->hist_names) : 0;
  self->n_epochs = config->n_epochs;
  return self;
}

void
sl_engine_free (SlEngine *self)
{
  if (!self)
    return;
  g_strfreev (self->obs_names);
  g_strfreev (self->hist_names);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  self->klass->destroy (self);
}

gboolean
sl_engine_evaluate (SlEngine *self, const SlRequest *request, SlResult *result, GError **error)
{
  g_return_val_if_fail (self && request && result, FALSE);
  /* The caller checks ranges; here only what the formulas need. */
  return sl_galaxy_check (&request->galaxy, TRUE, error)
         && self->klass->evaluate (self, request, result, error);
}

const char *
sl_engine_describe (SlEngine *self)
{
  return self->klass->describe (self);
}

/* Arrays begin on lines of cache. */
#define ROUNDED(bytes) (((bytes) + 63) / 64 * 64)

SlResult *
sl_result_new (SlEngine *engine)
{
  const SlTemplates *t = engine->templates;
  SlResult *self = g_new0 (SlResult, 1);
  guint e = MAX (engine->n_epochs, 1);

  self->n_wave = t->n_wave;
  self->n_age = t->n_age;
  self->n_obs = engine->n_obs;
  self->n_hist = engine->n_hist;
  self->n_epochs = engine->n_epochs;
  self->n_table = SL_N_TABLE;
  self->templates = sl_templates_ref (engine->templates);
  self->wave = t->wave;
  {
    const gsize w = t->n_wave * sizeof (float), h = sizeof (double);
    const struct { gpointer *array; gsize bytes;
    } part[] = {
      { (gpointer *) &self->sed, w },
      { (gpointer *) &self->sed_intrinsic, w },
      { (gpointer *) &self->sed_tangent, SL_N_PARAMS * w },
      { (gpointer *) &self->sed_by_age, SL_N_AGE_GROUPS * w },
      { (gpointer *) &self->arriving, w },
      { (gpointer *) &self->arriving_dz, w },
      { (gpointer *) &self->obs, (self->n_obs + 1) * h },
      { (gpointer *) &self->obs_jac, (gsize) (self->n_obs + 1) * SL_N_PARAMS * h },
      { (gpointer *) &self->epoch_t, e * h },
      { (gpointer *) &self->epoch_z, e * h },
      { (gpointer *) &self->hist, (gsize) (self->n_hist + 1) * e * h },
      { (gpointer *) &self->hist_jac, (gsize) (self->n_hist + 1) * SL_N_PARAMS * e * h },
      { (gpointer *) &self->table_t, SL_N_TABLE * h },
      { (gpointer *) &self->table_sfr, SL_N_TABLE * h },
      { (gpointer *) &self->table_fq, SL_N_TABLE * h },
      { (gpointer *) &self->table_lgmh, SL_N_TABLE * h },
      { (gpointer *) &self->age_weight, t->n_age * h },
      { (gpointer *) &self->age_burst, t->n_age * h },
      { (gpointer *) &self->lg_age, t->n_age * h },
    };
    gsize bytes = 0;
    char *memory;

    for (guint i = 0; i < G_N_ELEMENTS (part); i++)
      bytes += ROUNDED (part[i].bytes);
    memory = self->memory = sl_apart_new (bytes);
    for (guint i = 0; i < G_N_ELEMENTS (part); i++)
      {
        *part[i].array = memory;
        memory += ROUNDED (part[i].bytes);
      }
  }
  memcpy (self->lg_age, t->lg_age_gyr, t->n_age * sizeof *self->lg_age);
  self->zero_tangents = sl_param_set_all ();
  return self;
}

void
sl_result_free (SlResult *self)
{
  if (!self)
    return;
  sl_apart_free (self->memory);
  sl_templates_unref (self->templates);
  g_free (self);
}

void
sl_result_copy (SlResult *to, const SlResult *from)
{
  SlResult keep = *to;
  gsize e = MAX (from->n_epochs, 1);

  g_return_if_fail (to->n_wave == from->n_wave && to->n_obs == from->n_obs && to->n_hist == from->n_hist
                    && to->n_epochs == from->n_epochs && to->n_age == from->n_age);
  /* Plain members first, then the contents of the arrays. */
  *to = *from;
#define KEEP(member, n)                                                                                      \
  (to->member = keep.member, memcpy (to->member, from->member, (n) * sizeof *to->member))
  to->memory = keep.memory;
  to->templates = keep.templates;
  to->wave = keep.wave;
  KEEP (sed, from->n_wave);
  KEEP (sed_intrinsic, from->n_wave);
  KEEP (sed_tangent, (gsize) SL_N_PARAMS * from->n_wave);
  KEEP (sed_by_age, (gsize) SL_N_AGE_GROUPS * from->n_wave);
  KEEP (arriving, from->n_wave);
  KEEP (arriving_dz, from->n_wave);
  KEEP (obs, from->n_obs);
  KEEP (obs_jac, (gsize) from->n_obs * SL_N_PARAMS);
  KEEP (epoch_t, e);
  KEEP (epoch_z, e);
  KEEP (hist, from->n_hist * e);
  KEEP (hist_jac, from->n_hist * SL_N_PARAMS * e);
  KEEP (table_t, from->n_table);
  KEEP (table_sfr, from->n_table);
  KEEP (table_fq, from->n_table);
  KEEP (table_lgmh, from->n_table);
  KEEP (age_weight, from->n_age);
  KEEP (lg_age, from->n_age);
#undef KEEP
}

static int
find_name (char **names, const char *name)
{
  for (int i = 0; names && names[i]; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

int
sl_engine_find_observable (SlEngine *self, const char *name)
{
  return find_name (self->obs_names, name);
}

int
sl_engine_find_observable_history (SlEngine *self, const char *name)
{
  return find_name (self->hist_names, name);
}
