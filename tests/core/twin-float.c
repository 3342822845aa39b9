/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "twin.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

#include "loss.h"
#include "model.h"
#include "trainer-private.h"

#define TWIN_BATCH 500

typedef float Real;

#define TWIN(name) twin_float_##name
#define GEMM cblas_sgemm
#define EXP(x) expf (x)
#define LOG(x) logf (x)

#include "twin-body.h"
