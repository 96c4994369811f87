/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-sfh.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/engine/stages/sl-cpu.h"
#include "model/formulas/sl-formula.h"
#include "model/support/sl-error.h"

static void
masses_init (SlAgeMasses *m, guint n_age, gboolean weights)
{
  m->m = g_new0 (double, n_age);
  m->dm = sl_aligned_new (n_age * SL_N_SFH_TANGENTS, sizeof (double));
  m->w = weights ? g_new0 (double, n_age) : NULL;
}

static void
masses_clear (SlAgeMasses *m)
{
  g_free (m->m);
  sl_aligned_free (m->dm);
  g_free (m->w);
}

void
sl_cpu_sfh_init (SlCpu *self)
{
  const guint n_age = self->templates->n_age;
  SlCpuSfh *s = &self->sfh;

  sl_age_grid_init (&s->ages, self->templates->lg_age_gyr, n_age);
  sl_sfh_times (s->sfh.t, s->sfh.lgt);
  s->sfh.sfr = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  s->sfh.lgm = sl_aligned_new (SL_N_TABLE, sizeof (SlSfhTangents));
  s->sfh.burst_w = sl_aligned_new (n_age + 1, sizeof (SlSfhTangents));
  s->scratch = sl_aligned_new (sl_pool_threads (self->pool) * 2 * (n_age + 1), sizeof (SlSfhTangents));
  masses_init (&s->masses, n_age, TRUE);
}

void
sl_cpu_sfh_clear (SlCpu *self)
{
  SlCpuSfh *s = &self->sfh;

  masses_clear (&s->masses);
  sl_aligned_free (s->scratch);
  sl_aligned_free (s->sfh.sfr);
  sl_aligned_free (s->sfh.lgm);
  sl_aligned_free (s->sfh.burst_w);
  sl_age_grid_clear (&s->ages);
}

void
sl_cpu_epochs_init (SlCpu *self, const SlEngineConfig *config)
{
  const guint n = self->n_epochs, n_age = self->templates->n_age;
  SlCpuEpochs *s = &self->epochs;

  s->masses = sl_aligned_new (n, sizeof (SlAgeMasses));
  for (guint e = 0; e < n; e++)
    masses_init (&s->masses[e], n_age, FALSE);
  s->t = g_memdup2 (config->epochs, n * sizeof (double));
  s->z = g_new0 (double, n + 1);
  s->offset = g_new0 (SlTableOffset, (gsize) n * (n_age + 2) + 1);
  for (guint e = 0; e < n; e++)
    self->kernels->find_offsets (&self->sfh.sfh, &self->sfh.ages, s->t[e],
                                 s->offset + (gsize) e * (n_age + 2));
}

void
sl_cpu_epochs_clear (SlCpu *self)
{
  SlCpuEpochs *s = &self->epochs;

  for (guint e = 0; e < self->n_epochs && s->masses && !s->borrowed; e++)
    masses_clear (&s->masses[e]);
  sl_aligned_free (s->masses);
  g_free (s->t);
  g_free (s->z);
  g_free (s->offset);
}

void
sl_cpu_epochs_borrow (SlCpu *self, double *m, double *dm)
{
  const guint n_age = self->templates->n_age;

  for (guint e = 0; e < self->n_epochs; e++)
    {
      masses_clear (&self->epochs.masses[e]);
      self->epochs.masses[e].m = m + (gsize) e * n_age;
      self->epochs.masses[e].dm = dm + (gsize) e * n_age * SL_N_SFH_TANGENTS;
      self->epochs.masses[e].w = NULL;
    }
  self->epochs.borrowed = TRUE;
}

gboolean
sl_cpu_stage_cosmology (SlCpu *self, SlEvaluation *ev)
{
  const double *v = self->cache.galaxy.value + SL_PARAM_REDSHIFT;

  sl_cosmology_epoch (v, &self->sfh.epoch);
  if (!isfinite (self->sfh.epoch.t_obs) || self->sfh.epoch.t_obs < SL_T_MIN)
    {
      g_set_error (ev->error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("at redshift %g this universe is %g Gyr old: no stars can have formed"), v[0],
                   self->sfh.epoch.t_obs);
      return FALSE;
    }
  if (self->n_epochs && memcmp (self->epochs.cosmology, v + 1, sizeof self->epochs.cosmology) != 0)
    {
      memcpy (self->epochs.cosmology, v + 1, sizeof self->epochs.cosmology);
      sl_cosmology_redshifts (v + 1, self->epochs.t, self->n_epochs, self->epochs.z);
      sl_cpu_observer_set_epochs (self);
    }
  return TRUE;
}

gboolean
sl_cpu_stage_sfh (SlCpu *self, SlEvaluation *ev)
{
  const SlGalaxy *galaxy = &self->cache.galaxy;
  const SlSfhFormInfo *form = sl_sfh_form_info (galaxy->sfh_form);
  SlSfh *sfh = &self->sfh.sfh;
  int *slot_of = self->sfh.slot_of;

  for (int p = 0; p < SL_N_PARAMS; p++)
    slot_of[p] = -1;
  for (guint i = 0; i < form->n_params; i++)
    {
      sfh->p[i] = galaxy->value[form->params[i]];
      slot_of[form->params[i]] = SL_SFH_SLOT_FORM + i;
    }
  for (guint i = 0; i < 3; i++)
    slot_of[SL_PARAM_LGFBURST + i] = SL_SFH_SLOT_BURST + i;
  sfh->t_obs = self->sfh.epoch.t_obs;
  memcpy (sfh->edges, galaxy->sfh_edges, sizeof sfh->edges);
  memcpy (sfh->burst, galaxy->value + SL_PARAM_LGFBURST, sizeof sfh->burst);
  sfh->form = galaxy->sfh_form;
  sfh->table = galaxy->sfh_table;
  self->kernels->sfh (sfh, &self->sfh.ages);
  return TRUE;
}

gboolean
sl_cpu_stage_ages (SlCpu *self, SlEvaluation *ev)
{
  /* The table of a form that follows a halo does not depend on it, and was not computed again for it. */
  self->sfh.sfh.t_obs = self->sfh.epoch.t_obs;
  self->kernels->age_masses (&self->sfh.sfh, &self->sfh.ages, self->sfh.epoch.t_obs, NULL, self->sfh.scratch,
                             &self->sfh.masses);
  return TRUE;
}

static void
epoch_task (gpointer data, guint e, guint thread)
{
  SlCpu *self = data;

  self->kernels->age_masses (&self->sfh.sfh, &self->sfh.ages, self->epochs.t[e],
                             self->epochs.offset + (gsize) e * (self->sfh.ages.n_age + 2),
                             self->sfh.scratch + (gsize) thread * 2 * (self->sfh.ages.n_age + 1),
                             &self->epochs.masses[e]);
}

gboolean
sl_cpu_stage_epochs (SlCpu *self, SlEvaluation *ev)
{
  sl_pool_run (self->pool, epoch_task, self, self->n_epochs);
  self->epochs.changed = TRUE;
  return TRUE;
}
