/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

#include "gpu/device/sl-gpu-why.h"

/* Sets SL_ERROR_ENGINE with the reason in the user's language, what was expected, found, and what to do.
 * device: what the message begins with, "CUDA, NVIDIA H100"; "": nothing. Returns FALSE. Thread: any. */
gboolean sl_gpu_why_error (const SlGpuWhy *why, const char *device, GError **error);
/* The same for a device that cannot be opened. */
gboolean sl_gpu_why_refused (const SlGpuWhy *why, GError **error);
