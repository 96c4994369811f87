/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An emulated device: loops on the processor run the same kernels, item by item, and plans are recorded and
 * run again like CUDA's graphs. Its memory has to be copied to and from. It is for tests without a device: a
 * missing copy, or a plan that keeps what has changed, fails here too.
 *
 * In the subset common to C and C++. Compiled as C++, it also tests the overloads that nvcc sees. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/device/sl-gpu-device.h"
#include "gpu/device/sl-gpu-kernels.h"

/* Environment variables. The run of this number (from 1) fails as on a lost device. Memory beyond so many
 * bytes fails as on a full one. With a number other than 0, items and threads run backwards: a device has no
 * order, and results must not depend on one. */
#define FAIL_RUN "STARLOOM_EMULATE_FAIL_RUN"
#define MEMORY "STARLOOM_EMULATE_MEMORY"
#define BACKWARDS "STARLOOM_EMULATE_BACKWARDS"

typedef enum { COPY, LAUNCH } StepKind;
typedef struct {
  StepKind kind;
  unsigned kernel;
  size_t n;
  void *to;
  const void *from;
  void *args; /* a copy of what the kernel takes */
} Step;

struct _SlGpuPlan {
  size_t n;
  Step *steps;
};

struct _SlGpuDevice {
  SlGpuPlan *recording, *started;
  size_t used, limit;
  unsigned runs, fail_run, backwards;
  SlGpuWhy why;
};

/* ------------------------------------------------------------ kernels */

#define ITEM(name, Args)                              \
  static void                                         \
  run_##name (const void *args, size_t n, int back)   \
  {                                                   \
    for (size_t i = 0; i < n; i++)                    \
      sl_gpu_##name ((const Args *) args, back ? n - 1 - i : i); \
  }
#define GROUP(name, Args, Shared)                                                      \
  static void                                                                          \
  run_##name (const void *args, size_t n, int back)                                    \
  {                                                                                    \
    static Shared shared;                                                              \
    for (size_t i = 0; i < n; i++)                                                     \
      {                                                                                \
        const size_t group = back ? n - 1 - i : i;                                     \
        /* Sums that no thread has written are NaN. */                                   \
        memset (&shared, 0xff, sizeof shared);                                         \
        for (unsigned lane = 0; lane < SL_GPU_N_LANES; lane++)                           \
          sl_gpu_##name##_lane ((const Args *) args, group,                            \
                                back ? SL_GPU_N_LANES - 1 - lane : lane, &shared);       \
        for (unsigned lane = 0; lane < SL_GPU_N_LANES; lane++)                           \
          sl_gpu_##name##_sum ((const Args *) args, group,                             \
                               back ? SL_GPU_N_LANES - 1 - lane : lane, &shared);        \
      }                                                                                \
  }
#include "gpu/device/sl-gpu-list.h"
#undef ITEM
#undef GROUP

#define ITEM(name, Args) { run_##name, sizeof (Args) },
#define GROUP(name, Args, Shared) { run_##name, sizeof (Args) },
static const struct {
  void (*run) (const void *args, size_t n, int back);
  size_t args_size;
} kernel_table[] = {
#include "gpu/device/sl-gpu-list.h"
};
#undef ITEM
#undef GROUP
enum { N_KERNELS = sizeof kernel_table / sizeof *kernel_table };

/* ------------------------------------------------------------- device */

static unsigned long long
number (const char *name)
{
  const char *text = getenv (name);

  return text ? strtoull (text, NULL, 10) : 0;
}

static int
fail (SlGpuWhy *why, const char *call)
{
  why->kind = SL_GPU_WHY_CALL;
  snprintf (why->call, sizeof why->call, "%s", call);
  return 0;
}

static SlGpuDevice *
device_open (int place, SlGpuWhy *why)
{
  SlGpuDevice *self = (SlGpuDevice *) calloc (1, sizeof *self);

  (void) place;
  if (!self)
    fail (why, "calloc: out of memory");
  else
    {
      self->fail_run = number (FAIL_RUN);
      self->limit = number (MEMORY);
      self->backwards = number (BACKWARDS);
    }
  return self;
}

static void
device_close (SlGpuDevice *self)
{
  free (self);
}

static const char *
describe (SlGpuDevice *self)
{
  (void) self;
  return "emulated";
}

static const SlGpuWhy *
why_of (SlGpuDevice *self)
{
  return &self->why;
}

static void *
host_alloc (SlGpuDevice *self, size_t bytes)
{
  const size_t whole = (bytes + 63) / 64 * 64 + 64; /* lines of cache of its own */
  void *memory = aligned_alloc (64, whole);

  (void) self;
  return memory ? memset (memory, 0, whole) : NULL;
}

static void *
device_alloc (SlGpuDevice *self, size_t bytes)
{
  if (self->limit && self->used + bytes > self->limit)
    {
      self->why.kind = SL_GPU_WHY_MEMORY;
      self->why.needed = bytes;
      self->why.free = self->limit - self->used;
      return NULL;
    }
  self->used += bytes;
  return host_alloc (self, bytes);
}

static void
device_free (SlGpuDevice *self, void *memory)
{
  (void) self;
  free (memory);
}

static int
fill (SlGpuDevice *self, void *to, const void *from, size_t bytes)
{
  (void) self;
  memcpy (to, from, bytes);
  return 1;
}

static void
plan_free (SlGpuDevice *self, SlGpuPlan *plan)
{
  (void) self;
  for (size_t i = 0; plan && i < plan->n; i++)
    free (plan->steps[i].args);
  if (plan)
    free (plan->steps);
  free (plan);
}

static int
begin (SlGpuDevice *self)
{
  self->recording = (SlGpuPlan *) calloc (1, sizeof *self->recording);
  return self->recording != NULL;
}

static int
record (SlGpuDevice *self, Step step)
{
  SlGpuPlan *plan = self->recording;
  Step *steps = (Step *) realloc (plan->steps, (plan->n + 1) * sizeof *steps);

  if (!steps)
    {
      free (step.args);
      return fail (&self->why, "realloc: out of memory");
    }
  plan->steps = steps;
  plan->steps[plan->n++] = step;
  return 1;
}

static int
copy (SlGpuDevice *self, void *to, const void *from, size_t bytes)
{
  const Step step = { COPY, 0, bytes, to, from, NULL };

  return record (self, step);
}

static int
launch (SlGpuDevice *self, unsigned kernel, size_t n, const void *args)
{
  Step step = { LAUNCH, kernel, n, NULL, NULL, NULL };

  if (kernel >= N_KERNELS || !(step.args = malloc (kernel_table[kernel].args_size)))
    return fail (&self->why, "launch: no such kernel");
  memcpy (step.args, args, kernel_table[kernel].args_size);
  return record (self, step);
}

static SlGpuPlan *
end (SlGpuDevice *self)
{
  SlGpuPlan *plan = self->recording;

  self->recording = NULL;
  return plan;
}

/* The work is done in wait (), the latest time that a device may do it: what the host changes before is then
 * seen, as a mistake. */
static int
start (SlGpuDevice *self, SlGpuPlan *plan)
{
  self->started = plan;
  return 1;
}

static int
wait (SlGpuDevice *self)
{
  SlGpuPlan *plan = self->started;

  self->started = NULL;
  if (!plan)
    return 1;
  if (self->fail_run && ++self->runs >= self->fail_run)
    {
      self->why.stopped = 1;
      return fail (&self->why, "run: the emulated device is lost");
    }
  for (size_t i = 0; i < plan->n; i++)
    {
      const Step *step = &plan->steps[i];

      if (step->kind == COPY)
        memcpy (step->to, step->from, step->n);
      else
        kernel_table[step->kernel].run (step->args, step->n, self->backwards != 0);
    }
  return 1;
}

static const SlGpuModule module = {
  SL_GPU_ABI, N_KERNELS, sizeof (SlGpuArrays), "cuda",
  device_open, device_close, describe, why_of,
  device_alloc, device_free, host_alloc, device_free, fill,
  begin, copy, copy, launch, end, start, wait, plan_free,
};

#ifdef __cplusplus
extern "C"
#endif
__attribute__ ((visibility ("default"))) const SlGpuModule *
sl_gpu_module (void)
{
  return &module;
}
