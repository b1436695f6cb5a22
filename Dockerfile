# 报摘的容器：不用 root，根文件系统只读，运行时不要外网。用法见 docs/container.md。
# Builds what the lock file names, and nothing newer: --build-arg LOCK=pylock.archives.toml for Ray and S3.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir "uv>=0.8"
WORKDIR /build
ARG LOCK=pylock.toml
COPY pylock.toml pylock.archives.toml ./
RUN python -m venv /opt/baozhai && uv pip sync --python /opt/baozhai/bin/python "$LOCK"
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY training training
COPY configs configs
COPY examples examples
COPY models models
RUN uv pip install --no-deps --python /opt/baozhai/bin/python .

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin baozhai \
    && install -d -o 10001 -g 10001 -m 700 /data
COPY --from=build /opt/baozhai /opt/baozhai
ENV PATH=/opt/baozhai/bin:$PATH \
    HOME=/data \
    BAOZHAI_HOME=/data \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
ENTRYPOINT ["baozhai"]
CMD ["web", "--host", "0.0.0.0", "--port", "7860", "--no-browser"]
