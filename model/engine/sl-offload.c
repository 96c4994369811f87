/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/sl-offload.h"

#include "model/engine/sl-cpu-engine.h"

static void
init_inputs (SlCpuEngine *engine)
{
  SlCpu *cpu = &engine->cpu;
  SlOffloadInputs *in = &engine->inputs;

  *in = (SlOffloadInputs) {
    .galaxy = &cpu->cache.galaxy,
    .pending = &engine->evaluation.pending,
    .jacobian = &cpu->jacobian,
    .weights = &cpu->ssp.weights,
    .dmu = cpu->ssp.dmu,
    .dust = &cpu->dust,
    .dust_emission = cpu->dust_emission.spectrum,
    .energy = &cpu->energy.valid,
    .rest = &cpu->bands.rest,
    .observed = &cpu->bands.observed,
    .job = &cpu->spectrum.job,
    .output_of = cpu->spectrum.output_of,
    .masses = &cpu->sfh.masses,
    .epoch_z = cpu->epochs.z,
    .epochs_changed = &cpu->epochs.changed,
    .cpu = cpu,
  };
  for (guint group = 0; group < SL_N_AGE_GROUPS; group++)
    in->group_first[group + 1] = sl_cpu_group_end (cpu, group, in->group_first[group]);
}

void
sl_offload_attach (SlEngine *engine, const SlOffload *offload, gpointer device)
{
  SlCpuEngine *self = (SlCpuEngine *) engine;

  g_return_if_fail (!self->offload);
  self->offload = offload;
  self->device = device;
  init_inputs (self);
}

void
sl_offload_connect (SlEngine *engine, const SlOffloadResults *results, double *m, double *dm)
{
  SlCpuEngine *self = (SlCpuEngine *) engine;

  self->cpu.offload = *results;
  sl_cpu_epochs_borrow (&self->cpu, m, dm);
}

gpointer
sl_offload_device (SlEngine *engine)
{
  return ((SlCpuEngine *) engine)->device;
}

void
sl_offload_library_init (SlOffloadLibrary *self, SlEngine *engine)
{
  const SlCpu *cpu = &((SlCpuEngine *) engine)->cpu;
  const SlTemplates *t = cpu->templates;
  const guint n_line = t->n_lgu ? t->n_line : 0;

  *self = (SlOffloadLibrary) {
    .templates = t,
    .stride = cpu->stride,
    .n_epochs = cpu->n_epochs,
    .n_ionising = cpu->ssp.n_ionising,
    .k0 = (const double *const *) cpu->dust.k0,
    .lnx = cpu->dust.lnx,
    .bump = cpu->dust.bump,
    .lines = &cpu->dust_lines,
    .pixel_hz = cpu->energy.width_k,
    .node = cpu->ssp.node,
    .frac = cpu->ssp.frac,
    .inside = cpu->ssp.inside,
    .rest = &cpu->bands.rest,
    .observed = &cpu->bands.observed,
    .observer_plan = &cpu->observer.plan,
    .observer_band = cpu->observer.band,
    .light_row = g_new (guint, t->n_age),
    .line_capacity = g_new (guint, n_line + 1),
  };
  for (guint a = 0; a < t->n_age; a++)
    self->light_row[a] = (cpu->ssp.light_of[a] - cpu->ssp.light) / cpu->stride;
  for (guint l = 0; l < n_line; l++)
    self->line_capacity[l] = sl_cpu_line_capacity (cpu, l);
}

void
sl_offload_library_clear (SlOffloadLibrary *self)
{
  g_clear_pointer (&self->light_row, g_free);
  g_clear_pointer (&self->line_capacity, g_free);
}

const SlFunctional *
sl_offload_observer_band (const SlOffloadInputs *in, guint f, guint e)
{
  return sl_cpu_observer_band (in->cpu, f, e);
}
