/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-spectrum.h"

#include "model/engine/stages/sl-cpu.h"

/* Pixels that one task sums. */
#define TASK_PIXELS (4 * SL_SPECTRUM_CHUNK)

void
sl_cpu_spectrum_init (SlCpu *self)
{
  SlCpuSpectrum *s = &self->spectrum;

  s->coef = g_new0 (float, (gsize) self->templates->n_age *SL_MAX_TERMS);
  s->sed = sl_aligned_new (self->stride, sizeof (float));
  s->sed_intrinsic = sl_aligned_new (self->stride, sizeof (float));
  s->sed_by_age = sl_aligned_new (SL_N_AGE_GROUPS * self->stride, sizeof (float));
  s->sed_tangent = sl_aligned_new (SL_N_PARAMS * self->stride, sizeof (float));
}

void
sl_cpu_spectrum_clear (SlCpu *self)
{
  g_free (self->spectrum.coef);
  sl_aligned_free (self->spectrum.sed);
  sl_aligned_free (self->spectrum.sed_intrinsic);
  sl_aligned_free (self->spectrum.sed_by_age);
  sl_aligned_free (self->spectrum.sed_tangent);
}

static void
spectrum_task (gpointer data, guint i, guint thread)
{
  SlCpu *self = data;
  gsize i0 = (gsize) i * TASK_PIXELS;

  self->kernels->spectrum (&self->spectrum.job, i0, MIN (i0 + TASK_PIXELS, self->stride));
}

void
sl_cpu_run_spectrum (SlCpu *self)
{
  sl_pool_run (self->pool, spectrum_task, self, (self->stride + TASK_PIXELS - 1) / TASK_PIXELS);
}

static guint
add_term (SlSpectrumJob *job, int row, guint output)
{
  g_assert (job->n_terms < SL_MAX_TERMS);
  job->row[job->n_terms] = row;
  job->output[job->n_terms] = output;
  return job->n_terms++;
}

/* Outputs 0 and 1 are the attenuated spectrum and the one before dust; then one for each tangent. */
static void
set_outputs (SlCpu *self, SlSpectrumJob *job, SlParamSet tangents)
{
  SlCpuSpectrum *s = &self->spectrum;

  job->out[0] = s->sed;
  job->out[1] = s->sed_intrinsic;
  job->n_outputs = 2;
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      s->output_of[p] = -1;
      if (sl_param_set_has (tangents, p) && sl_cpu_param_acts (self, p))
        {
          s->output_of[p] = job->n_outputs;
          job->out[job->n_outputs++] = s->sed_tangent + (gsize) p * self->stride;
        }
    }
}

SlParamSet
sl_cpu_prepare_spectrum (SlCpu *self, const SlEvaluation *ev)
{
  const SlParamSet tangents =
      ev->request->flags & SL_REQUEST_SED_TANGENTS ? ev->request->tangents : sl_param_set_none ();
  const SlTemplates *t = self->templates;
  const SlCpuJacobian *jacobian = &self->jacobian;
  SlSpectrumJob *job = &self->spectrum.job;
  const int *output_of = self->spectrum.output_of;
  const SlJacobianTerm *jacobian_of[SL_MAX_TERMS] = { NULL };
  int param_of[SL_MAX_TERMS];

  self->spectrum.tangents = tangents;
  *job = (SlSpectrumJob) { .n_age = t->n_age,
                           .n_young = t->n_young,
                           .stride = self->stride,
                           .light = self->ssp.light_of,
                           .dust = self->dust.rows_of,
                           .dispersed = self->dispersion.dispersed,
                           .coef = self->spectrum.coef };
  set_outputs (self, job, tangents);
  param_of[add_term (job, SL_ROW_BARE, 1)] = -1;
  param_of[add_term (job, SL_ROW_VALUE, 0)] = -1;
  for (int p = 0; p < SL_N_PARAMS; p++)
    if (output_of[p] >= 0 && sl_param_acts_on_masses (p))
      param_of[add_term (job, SL_ROW_VALUE, output_of[p])] = p;
  for (int l = 0; l < SL_N_INTERMEDIATES; l++)
    for (guint i = 0; i < jacobian->n; i++)
      if (jacobian->term[i].intermediate == l && output_of[jacobian->term[i].param] >= 0)
        {
          const guint k = add_term (job, l, output_of[jacobian->term[i].param]);

          jacobian_of[k] = &jacobian->term[i];
          param_of[k] = -1;
        }
  for (guint a = 0; a < t->n_age; a++)
    for (guint k = 0; k < job->n_terms; k++)
      {
        double c = self->sfh.masses.m[a];

        if (param_of[k] >= 0)
          c = sl_cpu_mass_tangent (self, &self->sfh.masses, a, param_of[k]);
        else if (jacobian_of[k])
          c *= sl_jacobian_coef (jacobian_of[k], a);
        self->spectrum.coef[a * job->n_terms + k] = c;
      }
  return tangents;
}

gboolean
sl_cpu_stage_spectrum (SlCpu *self, SlEvaluation *ev)
{
  const SlParamSet tangents = sl_cpu_prepare_spectrum (self, ev);

  sl_cpu_run_spectrum (self);
  if (self->cache.galaxy.dust_emission)
    sl_cpu_add_dust_emission (self, tangents);
  return TRUE;
}

guint
sl_cpu_group_end (const SlCpu *self, guint group, guint first)
{
  while (first < self->sfh.ages.n_age && sl_age_group (self->sfh.ages.age[first]) == group)
    first++;
  return first;
}

/* One after another, each over the ages of a group alone: every row is read once. */
gboolean
sl_cpu_stage_split (SlCpu *self, SlEvaluation *ev)
{
  guint first = 0;

  for (guint group = 0; group < SL_N_AGE_GROUPS; group++)
    {
      const guint last = sl_cpu_group_end (self, group, first);
      SlSpectrumJob *job = &self->spectrum.job;

      *job = (SlSpectrumJob) { .n_age = last - first,
                               .stride = self->stride,
                               .light = self->ssp.light_of + first,
                               .dust = self->dust.rows_of + first,
                               .coef = self->spectrum.coef,
                               .n_outputs = 1 };
      job->out[0] = self->spectrum.sed_by_age + group * self->stride;
      add_term (job, SL_ROW_VALUE, 0);
      for (guint a = first; a < last; a++)
        self->spectrum.coef[a - first] = self->sfh.masses.m[a];
      sl_cpu_run_spectrum (self);
      first = last;
    }
  return TRUE;
}
