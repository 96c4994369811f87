/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Populations on a device: the plan's arrays in one block of memory, scratch memory for a batch of galaxies,
 * kernels on one stream, and one wait for each slab. With host, the same with host memory and loops. No
 * exceptions, no C++ library. */
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "gpu/device/sl-gpu-population-kernels.h"

/* Scratch memory for as many chunks as fit, MiB; the variable STARLOOM_GPU_SCRATCH sets another limit. */
#define SCRATCH_MIB 1024
#define SLAB_CHUNKS 128u     /* SL_POP_SLAB of sl-population.h */
/* For tests: with host, one block of memory has at most so many bytes, as on a full device. */
#define MEMORY "STARLOOM_EMULATE_MEMORY"
#define ALIGN(bytes) (((bytes) + 255) / 256 * 256)

struct _SlGpuPop {
  int index, host;
  cudaStream_t stream;
  SlGpuWhy why;              /* with the name of the device */
  /* Arrays of the plan. */
  unsigned long long generation;
  void *arrays;
  size_t arrays_size;
  SlGpuPopArgs args;         /* the plan, with pointers to device memory */
  /* Scratch. */
  void *scratch, *chunks, *total;
  void *staged;              /* pinned host memory for the totals */
  size_t scratch_size, chunks_size, total_size, scratch_limit;
};

static int
succeeded (SlGpuPop *self, cudaError_t status, const char *call)
{
  return sl_gpu_succeeded (&self->why, status, call);
}

/* An error that is not CUDA's. */
static int
fail (SlGpuPop *self, const char *what)
{
  self->why.kind = SL_GPU_WHY_CALL;
  std::snprintf (self->why.call, sizeof self->why.call, "%s", what);
  return 0;
}

static int
select_device (SlGpuPop *self)
{
  return self->host || succeeded (self, cudaSetDevice (self->index), "cudaSetDevice");
}

/* ------------------------------------------------------------- memory */

static void
release (SlGpuPop *self, void **memory)
{
  if (*memory && self->host)
    std::free (*memory);
  else if (*memory)
    cudaFree (*memory);
  *memory = NULL;
}

/* Makes *memory at least `bytes` long; its contents are lost. On the processor they become NaN, so that a
 * test finds what is read before it is written. */
static int
reserve (SlGpuPop *self, void **memory, size_t *size, size_t bytes)
{
  if (*memory && bytes <= *size)
    return 1;
  release (self, memory);
  *size = 0;
  if (self->host)
    {
      const char *most = std::getenv (MEMORY);

      self->why.needed = bytes;
      if (most && bytes > (self->why.free = std::strtoul (most, NULL, 10)))
        {
          self->why.kind = SL_GPU_WHY_MEMORY;
          return 0;
        }
      *memory = std::aligned_alloc (256, ALIGN (bytes));
      if (!*memory)
        return fail (self, "aligned_alloc: out of memory");
      std::memset (*memory, 0xff, ALIGN (bytes));
    }
  else
    {
      const cudaError_t status = cudaMalloc (memory, ALIGN (bytes));

      if (status != cudaSuccess)
        *memory = NULL;
      if (status == cudaErrorMemoryAllocation)
        {
          cudaGetLastError ();
          return sl_gpu_too_small (&self->why, bytes);
        }
      if (!succeeded (self, status, "cudaMalloc"))
        return 0;
    }
  *size = bytes;
  return 1;
}

static int
copy (SlGpuPop *self, void *to, const void *from, size_t bytes, cudaMemcpyKind kind)
{
  if (self->host)
    {
      std::memcpy (to, from, bytes);
      return 1;
    }
  return succeeded (self, cudaMemcpyAsync (to, from, bytes, kind, self->stream), "cudaMemcpyAsync");
}

static int
wait (SlGpuPop *self)
{
  return self->host || succeeded (self, cudaStreamSynchronize (self->stream), "cudaStreamSynchronize");
}

/* --------------------------------------------------------------- plan */

/* The arrays of a plan, packed one after the other. First pass: to is NULL, and only `at` counts their size.
 */
typedef struct {
  char *to;                  /* host memory, or NULL */
  char *device;              /* where the block goes */
  size_t at;
} Block;

template <typename T>
static const T *
add_array (Block *block, const T *from, size_t n)
{
  const size_t at = block->at;

  if (!from || !n)
    return NULL;
  block->at += ALIGN (n * sizeof *from);
  if (block->to)
    std::memcpy (block->to + at, from, n * sizeof *from);
  return block->to ? (const T *) (block->device + at) : from;
}

static void
add_arrays (const SlGpuPopPlan *plan, Block *block, SlGpuPopArgs *args)
{
  SlPopDraw *draw = &args->draw;
  SlPopSfhPlan *h = &args->sfh;
  SlPopLightPlan *l = &args->light;
  SlPopBinPlan *bins = &args->bins;
  const size_t row = (size_t) l->n_z * l->n_nodes;

  draw->row = add_array (block, draw->row, draw->n_rows);
  draw->catalogue = add_array (block, draw->catalogue, (size_t) draw->n_catalogue * SL_POP_N);
  h->lgt = add_array (block, h->lgt, h->n_cells + 1);
  h->half = add_array (block, h->half, h->n_cells + 1);
  h->n_edges = add_array (block, h->n_edges, h->n_cells);
  h->y = add_array (block, h->y, h->n_age + 1);
  h->lg_yr = add_array (block, h->lg_yr, h->n_age);
  h->part = add_array (block, h->part, h->n_age);
  l->star = add_array (block, l->star, l->n_age * row);
  l->ionising = add_array (block, l->ionising, l->n_young * row);
  l->gas = add_array (block, l->gas, (size_t) l->n_young * l->n_u * row);
  l->z_points = add_array (block, l->z_points, l->n_z + 1);
  l->u_points = add_array (block, l->u_points, l->n_u + 1);
  l->lg_age = add_array (block, l->lg_age, l->n_age);
  l->k0 = add_array (block, l->k0, l->n_nodes);
  l->lnx = add_array (block, l->lnx, l->n_nodes);
  l->bump = add_array (block, l->bump, l->n_nodes);
  bins->phi = add_array (block, bins->phi, bins->n_phi);
  bins->dfactor = add_array (block, bins->dfactor, (size_t) plan->n_correlations * SL_POP_N * SL_POP_N);
}

/* Copies the plan to the device unless it has this generation. */
static int
update_plan (SlGpuPop *self, const SlGpuPopPlan *plan)
{
  SlGpuPopArgs args = {};
  Block block = {};
  int done;

  args.draw = *plan->draw;
  args.sfh = *plan->sfh;
  args.light = *plan->light;
  args.bins = *plan->bins;
  if (self->arrays && plan->generation == self->generation)
    {
      /* Only the numbers of bands may have changed. */
      self->args.light.n_bands = args.light.n_bands;
      self->args.sfh.n_bands = args.sfh.n_bands;
      self->args.bins.n_bands = args.bins.n_bands;
      return 1;
    }
  self->generation = 0;
  add_arrays (plan, &block, &args);
  if (!reserve (self, &self->arrays, &self->arrays_size, block.at))
    return 0;
  block.to = (char *) std::calloc (1, block.at);
  if (!block.to)
    return fail (self, "calloc: out of memory");
  block.device = (char *) self->arrays;
  block.at = 0;
  add_arrays (plan, &block, &args);
  done = copy (self, self->arrays, block.to, block.at, cudaMemcpyHostToDevice) && wait (self);
  std::free (block.to);
  if (!done)
    return 0;
  self->args = args;
  self->generation = plan->generation;
  return 1;
}

/* ------------------------------------------------------------ scratch */

template <typename T>
static void
take_array (char **from, size_t n, T **to)
{
  *to = (T *) *from;
  *from += ALIGN (n * sizeof **to);
}

static size_t
tile_bytes (const SlGpuPopArgs *a)
{
  return sizeof *a->tile + sizeof *a->sums + sizeof *a->mags + sizeof *a->entry
         + sizeof (SlPopLane)
               * ((size_t) a->n_work + a->n_light + a->n_dlight + 2 * a->n_reach
                  + (a->gradient ? 2 * a->bins.n_phi : 0))
         + (size_t) SL_POP_LANES * a->n_reach * sizeof *a->list;
}

/* Bytes that scratch memory may have: a part of what is free now, as other programs need some too, and what
 * it has already. */
static size_t
scratch_room (const SlGpuPop *self)
{
  size_t room = self->scratch_limit;

  if (!self->host)
    {
      const size_t available = sl_gpu_free_memory () / 8 * 7 + self->scratch_size;

      room = available < room ? available : room;
    }
  return room;
}

/* Chunks of a batch: as many as fit into `room` bytes, and batches of about the same length, so that the last
 * one keeps the device as busy as the others. At least 1. */
static size_t
even_batch (size_t chunks, size_t each, size_t room)
{
  const size_t most = room / each ? room / each : 1, batches = (chunks + most - 1) / most;

  return batches ? (chunks + batches - 1) / batches : 1;
}

/* Scratch memory for a batch of chunks, fewer where memory is short. Returns their number; 0: an error, where
 * there is too little for one. */
static size_t
make_scratch (SlGpuPop *self, SlGpuPopArgs *a, size_t chunks)
{
  enum { TILES = SL_POP_CHUNK / SL_POP_LANES, ARRAYS = 11 };
  const size_t firsts = (size_t) a->bins.n_bins + 1;
  const size_t each = tile_bytes (a) * TILES + firsts * sizeof *a->list_first, room = scratch_room (self);
  size_t batch = even_batch (chunks, each, room), n;
  char *at;

  while (!reserve (self, &self->scratch, &self->scratch_size, batch * each + ARRAYS * 256))
    {
      if (batch == 1 || self->why.kind != SL_GPU_WHY_MEMORY)
        return 0;
      batch = even_batch (chunks, each, batch / 2 * each);
    }
  n = batch * TILES;
  at = (char *) self->scratch;
  take_array (&at, n, &a->tile);
  take_array (&at, n * a->n_work, &a->work);
  take_array (&at, n * a->n_light, &a->lights);
  take_array (&at, n * a->n_dlight, &a->dlights);
  take_array (&at, n, &a->sums);
  take_array (&at, n, &a->mags);
  take_array (&at, n, &a->entry);
  take_array (&at, n * 2 * a->n_reach, &a->share);
  take_array (&at, a->gradient ? n * 2 * a->bins.n_phi : 0, &a->dphi);
  take_array (&at, batch * firsts, &a->list_first);
  take_array (&at, n * SL_POP_LANES * a->n_reach, &a->list);
  return batch;
}

static void
set_sizes (SlGpuPopArgs *a, int gradient)
{
  a->gradient = gradient;
  a->n_work = sl_gpu_pop_light_work (&a->light, gradient);
  a->fused = !gradient && !a->sfh.burst && !a->light.metals_by_age && a->light.dust == SL_POP_DUST_NONE
             && !a->light.gas_differs;
  a->n_light = a->fused ? 0 : a->light.n_age * a->light.n_bands;
  a->n_dlight = gradient ? a->light.n_age * a->light.n_traced * a->light.n_tangents : 0;
  a->n_reach = sl_gpu_pop_n_reach (&a->bins);
}

/* ----------------------------------------------------------------- work */

static int
launch (SlGpuPop *self, SlGpuPopLaunch kernel, const char *name, const SlGpuPopArgs *args, size_t n)
{
  const cudaError_t status = kernel (args, n, self->host, self->stream);

  return succeeded (self, status, name);
}
#define LAUNCH(self, name, args, n) launch (self, sl_gpu_pop_##name, "launch of " #name, args, n)

/* Galaxies up to their magnitudes, in whole tiles: galaxies beyond n are computed as well. */
static int
compute_galaxies (SlGpuPop *self, const SlGpuPopArgs *a)
{
  const size_t n = (a->n + SL_POP_LANES - 1) / SL_POP_LANES * SL_POP_LANES;

  if (!LAUNCH (self, draw, a, n))
    return 0;
  if (a->gradient)
    return LAUNCH (self, light_gradient, a, n) && LAUNCH (self, sfh_gradient, a, n)
           && LAUNCH (self, magnitudes_gradient, a, n);
  if (a->fused)
    return LAUNCH (self, fused, a, n) && LAUNCH (self, magnitudes, a, n);
  return LAUNCH (self, light, a, n) && LAUNCH (self, sfh, a, n) && LAUNCH (self, magnitudes, a, n);
}

static int
run_slab (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n, int gradient,
          size_t size, double *sums)
{
  const size_t chunks = (n + SL_POP_CHUNK - 1) / SL_POP_CHUNK;
  const size_t row = size + 4 * SL_GPU_POP_PARTS;
  SlGpuPopArgs a;
  size_t batch;

  if (!select_device (self) || !update_plan (self, plan))
    return 0;
  a = self->args;
  set_sizes (&a, gradient);
  a.sums_size = size;
  a.row_size = row;
  a.n_chunks = chunks;
  if (chunks > SLAB_CHUNKS || first % SL_POP_LANES)
    return fail (self, "run: more galaxies than a slab");
  if (!(batch = make_scratch (self, &a, chunks))
      || !reserve (self, &self->chunks, &self->chunks_size, chunks * row * sizeof (double)))
    return 0;
  if ((!self->staged || size * sizeof (double) > self->total_size) && !self->host)
    {
      if (self->staged)
        cudaFreeHost (self->staged);
      self->staged = NULL;
      if (!succeeded (self, cudaHostAlloc (&self->staged, size * sizeof (double), cudaHostAllocDefault),
                 "cudaHostAlloc"))
        return 0;
    }
  if (!reserve (self, &self->total, &self->total_size, size * sizeof (double)))
    return 0;
  for (size_t at = 0; at < chunks; at += batch)
    {
      const size_t here = chunks - at < batch ? chunks - at : batch;

      a.first = first + at * SL_POP_CHUNK;
      a.n = n - at * SL_POP_CHUNK < here * SL_POP_CHUNK ? n - at * SL_POP_CHUNK : here * SL_POP_CHUNK;
      a.chunk = (double *) self->chunks + at * row;
      if (!compute_galaxies (self, &a)
          || !(gradient ? LAUNCH (self, entries_gradient, &a, a.n) : LAUNCH (self, entries, &a, a.n))
          || !LAUNCH (self, count, &a, here * a.bins.n_bins) || !LAUNCH (self, place, &a, here)
          || !LAUNCH (self, list, &a, here * a.bins.n_bins)
          || !LAUNCH (self, add_values, &a, here * (a.bins.n_bins + 4 * SL_GPU_POP_PARTS))
          || (gradient
              && !LAUNCH (self, add_gradient, &a, here * a.bins.n_bins * ((a.bins.n_phi + 31) / 32 * 32))))
        return 0;
    }
  a.chunk = (double *) self->chunks;
  a.total = (double *) self->total;
  if (!LAUNCH (self, total, &a, size)
      || !copy (self, self->host ? sums : self->staged, a.total, size * sizeof (double),
                cudaMemcpyDeviceToHost)
      || !wait (self))
    return 0;
  if (!self->host)
    std::memcpy (sums, self->staged, size * sizeof (double));
  return 1;
}

/* Copies the first `lanes` SlPopLane of each of n structures, `pitch` bytes apart, to rows of `row`. */
static int
fetch (SlGpuPop *self, SlPopLane *to, size_t row, const void *from, size_t lanes, size_t pitch, size_t n)
{
  const size_t width = lanes * sizeof (SlPopLane);

  if (!to)
    return 1;
  for (size_t i = 0; i < n && self->host; i++)
    std::memcpy (to + i * row, (const char *) from + i * pitch, width);
  return self->host
         || succeeded (self,
                       cudaMemcpy2DAsync (to, row * sizeof *to, from, pitch, width, n, cudaMemcpyDeviceToHost,
                                          self->stream),
                       "cudaMemcpy2DAsync");
}

static int
fetch_galaxies (SlGpuPop *self, const SlGpuPopPlan *plan, unsigned long long first, size_t n_tiles,
          SlPopLane *parameters, SlPopLane *magnitudes, SlPopLane *tangents)
{
  const size_t tiles = SL_POP_CHUNK / SL_POP_LANES;
  SlGpuPopArgs a;
  size_t batch;

  if (!select_device (self) || !update_plan (self, plan))
    return 0;
  a = self->args;
  set_sizes (&a, tangents != NULL);
  if (!(batch = make_scratch (self, &a, (n_tiles + tiles - 1) / tiles) * tiles))
    return 0;
  for (size_t at = 0; at < n_tiles; at += batch)
    {
      const size_t here = n_tiles - at < batch ? n_tiles - at : batch, n_bands = a.bins.n_bands,
                   n_d = SL_POP_MAX_TRACED * SL_POP_N;

      a.first = first + at * SL_POP_LANES;
      a.n = here * SL_POP_LANES;
      if (!compute_galaxies (self, &a)
          || !fetch (self, parameters ? parameters + at * SL_POP_N : NULL, SL_POP_N, a.tile->p, SL_POP_N,
                     sizeof *a.tile, here)
          || !fetch (self, magnitudes ? magnitudes + at * n_bands : NULL, n_bands, a.mags->mag, n_bands,
                     sizeof *a.mags, here)
          /* Only traced bands have tangents. */
          || !fetch (self, tangents ? tangents + at * n_d : NULL, n_d, a.mags->dmag,
                     (size_t) a.bins.n_traced * SL_POP_N, sizeof *a.mags, here))
        return 0;
    }
  return wait (self);
}

/* --------------------------------------------------------------- device */

static void
device_close (SlGpuPop *self)
{
  if (self->host || (self->stream && select_device (self)))
    {
      release (self, &self->arrays);
      release (self, &self->scratch);
      release (self, &self->chunks);
      release (self, &self->total);
      if (self->staged)
        cudaFreeHost (self->staged);
      if (self->stream)
        cudaStreamDestroy (self->stream);
    }
  std::free (self);
}

static int
load_kernels (SlGpuPop *self)
{
#define LOAD(name) &&sl_gpu_load_kernel (&self->why, sl_gpu_pop_##name##_kernel ())
  return 1 SL_GPU_POP_LIST (LOAD);
#undef LOAD
}

static SlGpuPop *
device_open (int host, int place, SlGpuWhy *why)
{
  SlGpuPop *self = (SlGpuPop *) std::calloc (1, sizeof *self);
  const char *limit = std::getenv ("STARLOOM_GPU_SCRATCH");

  if (!self)
    {
      std::snprintf (why->call, sizeof why->call, "calloc: out of memory");
      return NULL;
    }
  self->host = host;
  self->scratch_limit = (size_t) (limit ? std::strtoul (limit, NULL, 10) : SCRATCH_MIB) << 20;
  if (host)
    {
      std::snprintf (self->why.device, sizeof self->why.device, "loops on the CPU");
      return self;
    }
  self->index = sl_gpu_choose (place, &self->why);
  if (self->index >= 0 && load_kernels (self)
      && succeeded (self, cudaStreamCreateWithFlags (&self->stream, cudaStreamNonBlocking),
                    "cudaStreamCreate"))
    return self;
  *why = self->why;
  device_close (self);
  return NULL;
}

static const char *
describe (SlGpuPop *self)
{
  return self->why.device;
}

static const SlGpuWhy *
why_of (SlGpuPop *self)
{
  return &self->why;
}

static const SlGpuPopulationModule module = {
  SL_GPU_POPULATION_ABI, SL_GPU_POPULATION_SIZES, device_open, device_close, describe, why_of, run_slab,
  fetch_galaxies,
};

extern "C" __attribute__ ((visibility ("default"))) const SlGpuPopulationModule *
sl_gpu_population_module (void)
{
  return &module;
}
