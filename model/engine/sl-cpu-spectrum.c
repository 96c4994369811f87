/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parameter acts by which way, the spectrum with its tangents, and its parts by age. */
#include "model/engine/sl-cpu.h"

const SlParamId sl_slot_params[SL_N_SLOT_PARAMS] = {
  SL_PARAM_LGMET_YOUNG,       SL_PARAM_LGMET_OLD,   SL_PARAM_LGMET_SCATTER,  SL_PARAM_LGMET_LGAGE_MID,
  SL_PARAM_LGMET_LGAGE_WIDTH, SL_PARAM_LGU_MEAN,    SL_PARAM_LGU_SCATTER,    SL_PARAM_F_ESC,
  SL_PARAM_SIGMA_V,           SL_PARAM_AV_YOUNG,    SL_PARAM_AV_OLD,         SL_PARAM_DELTA_YOUNG,
  SL_PARAM_DELTA_OLD,         SL_PARAM_UV_BUMP,     SL_PARAM_DUST_LGAGE_MID, SL_PARAM_DUST_LGAGE_WIDTH,
  SL_PARAM_FRAC_UNOBSCURED,   SL_PARAM_LGMET_SHIFT, SL_PARAM_SIGMA_STAR,     SL_PARAM_UMIN,
  SL_PARAM_DUST_GAMMA,        SL_PARAM_QPAH,
};

guint
sl_param_slot (SlParamId p)
{
  for (guint i = 0; i < SL_N_SLOT_PARAMS; i++)
    if (sl_slot_params[i] == p)
      return 1 + i;
  return 0;
}

gboolean
sl_param_moves_masses (SlParamId p)
{
  return sl_param_slot (p) == 0;
}

double
sl_cpu_sfh_tangent (const SlCpu *self, const double *d, SlParamId p)
{
  if (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
    return d[SL_SFH_SLOT_T_OBS] * self->epoch.dt_obs[p - SL_PARAM_REDSHIFT];
  return self->sfh_slot_of[p] >= 0 ? d[self->sfh_slot_of[p]] : 0.0;
}

double
sl_cpu_mass_tangent (const SlCpu *self, const SlAgeMasses *masses, guint a, SlParamId p)
{
  return sl_cpu_sfh_tangent (self, masses->dm + (gsize) a * SL_N_SFH_TANGENTS, p);
}

gboolean
sl_cpu_param_acts (const SlCpu *self, SlParamId p)
{
  if (self->sfh_slot_of[p] >= 0 || (p >= SL_PARAM_REDSHIFT && p <= SL_PARAM_H)
      || (self->galaxy.dust_emission && p >= SL_PARAM_UMIN && p <= SL_PARAM_QPAH))
    return TRUE;
  for (guint l = 0; l < self->n_jacobian_terms; l++)
    if (self->link[l].param == p)
      return TRUE;
  return FALSE;
}

static guint
add_term (SlSpectrumJob *job, int row, guint output)
{
  g_assert (job->n_terms < SL_MAX_TERMS);
  job->row[job->n_terms] = row;
  job->output[job->n_terms] = output;
  return job->n_terms++;
}

/* Pixels that one task sums. */
#define TASK_PIXELS (4 * SL_SPECTRUM_CHUNK)

static void
spectrum_task (gpointer data, guint i, guint thread)
{
  SlCpu *self = data;
  gsize i0 = (gsize) i * TASK_PIXELS;

  self->k->spectrum (&self->job, i0, MIN (i0 + TASK_PIXELS, self->stride));
}

void
sl_cpu_run_spectrum (SlCpu *self)
{
  sl_pool_run (self->pool, spectrum_task, self, (self->stride + TASK_PIXELS - 1) / TASK_PIXELS);
}

void
sl_cpu_make_job (SlCpu *self, SlParamSet tangents)
{
  const SlTemplates *t = self->parent.templates;
  SlSpectrumJob *job = &self->job;
  int *output_of = self->output_of;
  const SlJacobianTerm *link_of[SL_MAX_TERMS] = { NULL };
  int param_of[SL_MAX_TERMS];
  guint k;

  *job = (SlSpectrumJob) { .n_age = t->n_age,
                           .n_young = t->n_young,
                           .stride = self->stride,
                           .light = self->light_of,
                           .dust = self->dust_of,
                           .moved = self->moved,
                           .coef = self->coef };
  job->out[0] = self->sed;
  job->out[1] = self->sed_intrinsic;
  job->n_outputs = 2;
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      output_of[p] = -1;
      if (sl_param_set_has (tangents, p) && sl_cpu_param_acts (self, p))
        {
          output_of[p] = job->n_outputs;
          job->out[job->n_outputs++] = self->sed_tangent + (gsize) p * self->stride;
        }
    }
  param_of[add_term (job, SL_ROW_BARE, 1)] = -1;
  param_of[add_term (job, SL_ROW_VALUE, 0)] = -1;
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (output_of[p] >= 0 && sl_param_moves_masses (p))
      param_of[add_term (job, SL_ROW_VALUE, output_of[p])] = p;
  for (int l = 0; l < SL_N_INTERMEDIATES; l++)
    for (guint i = 0; i < self->n_jacobian_terms; i++)
      if (self->link[i].local == l && output_of[self->link[i].param] >= 0)
        {
          k = add_term (job, l, output_of[self->link[i].param]);
          link_of[k] = &self->link[i];
          param_of[k] = -1;
        }
  for (guint a = 0; a < t->n_age; a++)
    for (k = 0; k < job->n_terms; k++)
      {
        double c = self->now.m[a];

        if (param_of[k] >= 0)
          c = sl_cpu_mass_tangent (self, &self->now, a, param_of[k]);
        else if (link_of[k])
          c *= sl_cpu_jacobian_coef (link_of[k], a);
        self->coef[a * job->n_terms + k] = c;
      }
}

gboolean
sl_cpu_stage_spectrum (SlCpu *self, GError **error)
{
  const SlParamSet tangents =
      self->request->want & SL_REQUEST_SED_TANGENTS ? self->request->tangents : sl_param_set_none ();

  sl_cpu_make_job (self, tangents);
  sl_cpu_run_spectrum (self);
  if (self->galaxy.dust_emission)
    sl_cpu_add_dust_emission (self, tangents);
  self->spectrum_tangents = tangents;
  return TRUE;
}

guint
sl_cpu_group_end (const SlCpu *self, guint group, guint first)
{
  while (first < self->ages.n_age && sl_age_group (self->ages.age[first]) == group)
    first++;
  return first;
}

/* One after another, each over the ages of a group alone: every row is read once. */
gboolean
sl_cpu_stage_split (SlCpu *self, GError **error)
{
  guint first = 0;

  for (guint group = 0; group < SL_N_AGE_GROUPS; group++)
    {
      const guint last = sl_cpu_group_end (self, group, first);
      SlSpectrumJob *job = &self->job;

      *job = (SlSpectrumJob){ .n_age = last - first, .stride = self->stride, .light = self->light_of + first,
                              .dust = self->dust_of + first, .coef = self->coef, .n_outputs = 1 };
      job->out[0] = self->sed_by_age + group * self->stride;
      add_term (job, SL_ROW_VALUE, 0);
      for (guint a = first; a < last; a++)
        self->coef[a - first] = self->now.m[a];
      sl_cpu_run_spectrum (self);
      first = last;
    }
  return TRUE;
}
