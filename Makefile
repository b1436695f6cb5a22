# Every target runs in the project's own environment, .venv; `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data
FILE ?= examples/yunchuan_0318.txt
# ANEW=--anew drops the weights of runs whose inputs have changed since; without it they refuse to go on.
ANEW ?=
# Keeps the memory of a training step for the next one, a third faster (glibc; others pay no heed to it).
TRAIN := GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_max=0:glibc.malloc.trim_threshold=8000000000:glibc.malloc.top_pad=268435456:glibc.malloc.arena_max=1 \
  $(BIN)/baozhai train $(ANEW)

.DEFAULT_GOAL := help
.PHONY: help install web digest format lint types test test-fast fuzz check quality quality-default quality-fast quality-tests bench model screenshots lock locked

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: .venv/product  ## the product alone, without torch

web: .venv/product  ## digest issues on a web page, http://127.0.0.1:7860
	$(BIN)/baozhai web

digest: .venv/product  ## digest one issue: make digest FILE=page.txt
	@$(BIN)/baozhai digest "$(FILE)"

format: .venv/dev  ## lay the code out
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/dev  ## ruff, bandit, and who may import whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/bandit -q -c pyproject.toml -r service training app.py
	$(BIN)/lint-imports

types: .venv/dev  ## mypy, strict
	$(BIN)/mypy

# A file of tests stays in one process: its fixtures load a model once. `tests/conftest.py` says in what order.
test: .venv/dev  ## all tests, on all cores; browser tests skip where there is no Chromium
	$(BIN)/pytest -m "not data" -n logical --dist loadfile --no-loadscope-reorder

test-fast: .venv/dev  ## what takes seconds
	$(BIN)/pytest -q -m "not slow and not browser and not data"

# One thread for matrices: a page is small, and threads that wait for each other cost more.
fuzz: .venv/dev  ## wrong inputs through readers, splitter, writers, tables, API for MINUTES=60
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.fuzz --minutes $(or $(MINUTES),60) $(if $(SEED),--seed $(SEED))

check: lint types test  ## everything a commit must pass

quality: quality-default quality-fast quality-tests  ## figures against configs/quality.yaml; DATA=... says where the data is; -j2: on both cores

quality-default: .venv/dev
	$(BIN)/python -m training.release.quality "$(DATA)"

quality-fast: .venv/dev
	$(BIN)/python -m training.release.quality "$(DATA)" --model fast --config configs/quality_fast.yaml

# Of the files that hold such tests alone: to collect all takes longer than they do.
quality-tests: .venv/dev
	$(BIN)/pytest -q -m data "--data=$(DATA)" $(shell grep -rl --include='*.py' 'pytest\.mark\.data' tests)

bench: .venv/dev  ## the quick benchmarks, into runs/bench: a page cold and warm, today's pieces beside ours, a small batch, callers at once
	$(BIN)/python -m benchmarks.run_speed -o runs/bench/speed.json
	$(BIN)/python -m benchmarks.compare_today -n 10 --rounds 1 -o runs/bench/compare_today.json
	$(BIN)/python -m benchmarks.run_batch -n 100 -o runs/bench/batch.json
	$(BIN)/python -m benchmarks.run_load -n 48 -o runs/bench/load.json

model: models/default/model.onnx models/fast/model.onnx models/line_scorer/line_scorer.npz  ## rebuild what ships in models/ (half an hour with a GPU; a day and more on two cores with bfloat16)

models/default/model.onnx: runs/version-8/model.onnx runs/readings.jsonl configs/training/default.yaml | .venv/dev
	$(TRAIN) configs/training/default.yaml --data "$(DATA)"

models/fast/model.onnx: runs/fast-2/model.onnx runs/readings.jsonl configs/training/fast.yaml | .venv/dev
	$(TRAIN) configs/training/fast.yaml --data "$(DATA)"

runs/four_layers/artifact/model.onnx: runs/version-7/model.onnx runs/readings.jsonl configs/training/four_layers.yaml | .venv/dev
	$(TRAIN) configs/training/four_layers.yaml --data "$(DATA)"

runs/local/artifact/model.onnx: runs/version-5/model.onnx runs/soft_local.jsonl runs/readings.jsonl configs/training/local.yaml | .venv/dev
	$(TRAIN) configs/training/local.yaml --data "$(DATA)"

runs/soft_local.jsonl: runs/version-5/model.onnx training/learning/distill.py | .venv/dev
	$(BIN)/python -m training.learning.distill $@ --model runs/version-5 --soften 0.25 --rows 1800 \
	  --labelled $(addprefix $(DATA)/topics/,train.jsonl.gz train_hard.jsonl.gz local_train.jsonl.gz) \
	  --corpus $(DATA)/corpus/local_2023.jsonl.gz --judged $(DATA)/topics/*validation.jsonl.gz

runs/readings.jsonl: configs/training/readings_2023.jsonl training/articles/readings.py | .venv/dev
	$(BIN)/python -m training.articles.readings $@ --readings $< \
	  --texts $(DATA)/corpus/local_2023.jsonl.gz $(DATA)/pages/local_titled.jsonl.gz

# Versions as they were committed: of 8 and 7, local.yaml rebuilds the kind; of fast 2, four_layers.yaml; of 5, the targets from here on do, from nothing.
runs/version-8/model.onnx:
	mkdir -p $(@D) && git archive c4ca10b:models/default | tar -x -C $(@D) && touch $@

runs/fast-2/model.onnx:
	mkdir -p $(@D) && git archive c4ca10b:models/fast | tar -x -C $(@D) && touch $@

runs/version-7/model.onnx:
	mkdir -p $(@D) && git archive 550977d:models/default | tar -x -C $(@D) && touch $@

runs/version-5/model.onnx:
	mkdir -p $(@D) && git archive ae741e9:models/default | tar -x -C $(@D) && touch $@

runs/student/artifact/model.onnx: runs/soft_labels.jsonl configs/training/student.yaml configs/training/not_news.jsonl | .venv/dev
	$(TRAIN) configs/training/student.yaml --data "$(DATA)"

runs/soft_labels.jsonl: runs/teacher/artifact/model.onnx training/learning/distill.py | .venv/dev
	$(BIN)/python -m training.learning.distill $@ --model runs/teacher/artifact \
	  --labelled $(DATA)/topics/train.jsonl.gz $(DATA)/topics/train_hard.jsonl.gz \
	  --corpus $(addprefix $(DATA)/corpus/,peoples_daily_2020.jsonl.gz cctv_2012_2024.jsonl.gz cctv_shorts_2012_2024.jsonl.gz) \
	  --judged $(DATA)/topics/validation.jsonl.gz $(DATA)/summaries/*_validation.jsonl.gz $(DATA)/pages/noised_validation.jsonl.gz

runs/teacher/artifact/model.onnx: runs/base/model.safetensors configs/training/teacher.yaml | .venv/dev
	$(TRAIN) configs/training/teacher.yaml --data "$(DATA)"

runs/base/model.safetensors: training/base_encoder/build.py training/base_encoder/source_model.py | .venv/dev
	$(BIN)/python -m training.base_encoder.build runs/base --corpus $(DATA)/corpus/*.jsonl.gz

models/line_scorer/line_scorer.npz: $(wildcard training/line_scorer/*.py) configs/training/line_scorer.yaml | .venv/dev
	$(BIN)/baozhai train $(ANEW) configs/training/line_scorer.yaml --data "$(DATA)"

# What a newsroom installs: the product with its extras, on all systems; training is not locked. What
# large archives need beside (Ray, S3) is 22 packages, Ray alone 240 MB on the disk, and no page needs it.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --format pylock.toml \
  --custom-compile-command "make lock" --upgrade --extra mcp --extra parquet --extra postgresql --extra desk

lock: .venv/dev  ## write pylock.toml and pylock.archives.toml anew, with the newest versions
	$(LOCK) -o pylock.toml
	$(LOCK) --extra ray --extra s3 -o pylock.archives.toml

locked: .venv/dev  ## install what pylock.toml names into an empty environment, and digest with it
	$(BIN)/python -m tests.locked

screenshots: .venv/dev  ## pictures of the page, into runs/screenshots
	$(BIN)/python -m tests.service.web.screenshots runs/screenshots

.venv/product: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# torch first and by itself: a plain `torch` would bring gigabytes of CUDA along.
.venv/dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ .venv/product
