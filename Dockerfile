FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

# The packages change seldom, the application often: own layers.
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY domain/ domain/
COPY contracts/ contracts/
COPY workflows/ workflows/
COPY activities/ activities/
COPY storage/ storage/
COPY kit/ kit/
COPY api/ api/
COPY umlauf/ umlauf/
COPY templates/ templates/
COPY locales/ locales/
COPY examples/ examples/

RUN useradd --system --home-dir /app --shell /usr/sbin/nologin umlauf && install -d -o umlauf /app/var /app/var/files
USER umlauf
EXPOSE 8000

# `docker run umlauf worker`, `… api`, `… migrate`: as on the command line.
ENTRYPOINT ["python", "-m", "umlauf"]
CMD ["api"]
