BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,6,'2026-10-15 15:00:00.249810','e45c23a2ed5c495483b066adbcbb7311',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,6,'2026-10-15 15:00:00.271822','e45c23a2ed5c495483b066adbcbb7311',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/LnoUxE_kfAH0QGIB6cDkBQ.pdf", "comprobante_ticket_url": "{service}/pdf/LnoUxE_kfAH0QGIB6cDkBQ.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "VTA-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(3,1,'2026-10-15 15:00:00.289628','e45c23a2ed5c495483b066adbcbb7311',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(4,7,'2026-10-15 15:00:00.294935','e45c23a2ed5c495483b066adbcbb7311',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(5,1,'2026-10-15 15:00:00.307709','e45c23a2ed5c495483b066adbcbb7311',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000001 se ha guardado correctamente", "cae": "74567100000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/-tWTGbaNULiVqzYykysn-Q.pdf", "comprobante_ticket_url": "{service}/pdf/-tWTGbaNULiVqzYykysn-Q.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(6,7,'2026-10-15 15:00:00.312981','e45c23a2ed5c495483b066adbcbb7311',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000002 se ha guardado correctamente", "cae": "74567100000003 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/8Xe53cE8_nxAfvwjR491rA.pdf", "comprobante_ticket_url": "{service}/pdf/8Xe53cE8_nxAfvwjR491rA.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "VTA-2", "comprobante_nro": "00001-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(7,2,'2026-10-15 15:00:00.335739','e45c23a2ed5c495483b066adbcbb7311',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(8,2,'2026-10-15 15:00:00.358015','e45c23a2ed5c495483b066adbcbb7311',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000002 se ha guardado correctamente", "cae": "74567100000004 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/fT8UoyfFFqovpArrpxNDng.pdf", "comprobante_ticket_url": "{service}/pdf/fT8UoyfFFqovpArrpxNDng.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAyNDIwLjYwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-2", "comprobante_nro": "00001-00000002", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(9,3,'2026-10-15 15:00:00.378135','e45c23a2ed5c495483b066adbcbb7311',1,'sending',3,'sending','');
INSERT INTO "attempts" VALUES(10,3,'2026-10-15 15:00:00.389102','e45c23a2ed5c495483b066adbcbb7311',1,'issued',3,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000003 se ha guardado correctamente", "cae": "74567100000005 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/X1-P4fD3OmetwQ5cLhBvKA.pdf", "comprobante_ticket_url": "{service}/pdf/X1-P4fD3OmetwQ5cLhBvKA.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMywgImltcG9ydGUiOiAzNjMuMDAsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA1In0= ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-3", "comprobante_nro": "00001-00000003", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(11,4,'2026-10-15 15:00:00.412768','e45c23a2ed5c495483b066adbcbb7311',1,'sending',4,'sending','');
INSERT INTO "attempts" VALUES(12,4,'2026-10-15 15:00:00.422550','e45c23a2ed5c495483b066adbcbb7311',1,'issued',4,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000004 se ha guardado correctamente", "cae": "74567100000006 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/zGRpT7a6LUsl2Gxxkxr_ug.pdf", "comprobante_ticket_url": "{service}/pdf/zGRpT7a6LUsl2Gxxkxr_ug.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogNCwgImltcG9ydGUiOiA0ODQuMDAsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA2In0= ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-4", "comprobante_nro": "00001-00000004", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(13,5,'2026-10-15 15:00:00.438298','e45c23a2ed5c495483b066adbcbb7311',1,'sending',5,'sending','');
INSERT INTO "attempts" VALUES(14,5,'2026-10-15 15:00:00.447418','e45c23a2ed5c495483b066adbcbb7311',1,'issued',5,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000005 se ha guardado correctamente", "cae": "74567100000007 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/4QjUSCaUXdWeaQcl_GtWeQ.pdf", "comprobante_ticket_url": "{service}/pdf/4QjUSCaUXdWeaQcl_GtWeQ.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogNSwgImltcG9ydGUiOiA5NDAuMTcsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA3In0= ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "A-5", "comprobante_nro": "00001-00000005", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(15,14,'2026-10-15 15:00:00.733457','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',5,'sending','{"total":940.17,"status":"IMPAGA","left":940.17,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "attempts" VALUES(16,8,'2026-10-15 15:00:00.737711','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "attempts" VALUES(17,11,'2026-10-15 15:00:00.741299','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',2,'sending','{"total":2420.60,"status":"IMPAGA","left":2420.6,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "attempts" VALUES(18,14,'2026-10-15 15:00:00.746445','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',5,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(19,11,'2026-10-15 15:00:00.748995','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',2,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(20,15,'2026-10-15 15:00:00.754652','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',5,'sending','{"total":940.17,"status":"PAGO PARCIAL","left":900.17,"paid":40.00,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000008 (FACTURA A 0001-00000005)","0.00","40.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000009 (FACTURA A 0001-00000001)","0.00","1210.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000010 (FACTURA A 0001-00000002)","0.00","2420.60"]]}');
INSERT INTO "attempts" VALUES(21,8,'2026-10-15 15:00:00.756382','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(22,15,'2026-10-15 15:00:00.761183','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',5,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(23,13,'2026-10-15 15:00:00.766665','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',4,'sending','{"total":484.00,"status":"IMPAGA","left":484,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000008 (FACTURA A 0001-00000005)","0.00","40.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000009 (FACTURA A 0001-00000001)","0.00","1210.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000010 (FACTURA A 0001-00000002)","0.00","2420.60"],["2026-10-15","RECIBO DE COBRO X 0000-00000011 (FACTURA A 0001-00000005)","0.00","40.00"]]}');
INSERT INTO "attempts" VALUES(24,13,'2026-10-15 15:00:00.769090','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',4,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(25,12,'2026-10-15 15:00:00.774397','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',3,'sending','{"total":363.00,"status":"IMPAGA","left":363,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "attempts" VALUES(26,12,'2026-10-15 15:00:00.781294','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',3,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(27,10,'2026-10-15 15:00:00.785556','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(28,10,'2026-10-15 15:00:00.788939','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(29,9,'2026-10-15 15:00:00.794920','33e3a15f4e2348eab1bc921f2df22da3',1,'sending',2,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(30,9,'2026-10-15 15:00:00.797429','33e3a15f4e2348eab1bc921f2df22da3',1,'paid',2,'done','200 {"error": "N", "errores": [""]}');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/-tWTGbaNULiVqzYykysn-Q.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00001-00000001.pdf','7fd9d3bfc5a497f8ac337fe91937f1cbc05cc57c75c570592ef6b07d53e13564','','2026-10-15 15:00:00.347788');
INSERT INTO "documents" VALUES(2,'{service}/pdf/fT8UoyfFFqovpArrpxNDng.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00001-00000002.pdf','c20523ee671838ffcbb5e3dedc6d0bd76881e37c5c8692e56df8e1dd708da762','','2026-10-15 15:00:00.381911');
INSERT INTO "documents" VALUES(3,'{service}/pdf/X1-P4fD3OmetwQ5cLhBvKA.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00001-00000003.pdf','aa01ee5ddfd5d38c490c2ab08fba350947896b3947547de39c54499ce6748419','','2026-10-15 15:00:00.414639');
INSERT INTO "documents" VALUES(4,'{service}/pdf/zGRpT7a6LUsl2Gxxkxr_ug.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00001-00000004.pdf','8de4af4bc971b3bf5c051da901713318e28dd3ded6d39e06f5e649950bcaeeb7','','2026-10-15 15:00:00.439717');
INSERT INTO "documents" VALUES(5,'{service}/pdf/4QjUSCaUXdWeaQcl_GtWeQ.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA A/00001-00000005.pdf','16c4952cd4a9d3eacd1aa0b4a5142c553f3e93ae552d2a5b9754cf1bb25d1538','','2026-10-15 15:00:00.461919');
INSERT INTO "documents" VALUES(6,'{service}/pdf/LnoUxE_kfAH0QGIB6cDkBQ.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000001.pdf','c71eaf46a9eaf54d154edfdd33aa9312852220428163540703f964896c27dd2a','','2026-10-15 15:00:00.296047');
INSERT INTO "documents" VALUES(7,'{service}/pdf/8Xe53cE8_nxAfvwjR491rA.pdf','2026-10-15','{folder}/home/pdf/30712345671/FACTURA B/00001-00000002.pdf','9e13416c2e272b9ada0c639682ef52f9e5197675c273af99d74e5a62da8f3d07','','2026-10-15 15:00:00.362836');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'9b182bdd3c1ce0380c03047fb4eb8b639ea5e1b9e0583157b4e65417b6920e2e','ventas.csv','{folder}/ventas.csv','2026-10-15 15:00:00.081606');
INSERT INTO "files" VALUES(2,'49638096e7be1ecad3f25cc0f645ba82847a56b46ad7aad1cc95142d716a1388','pagos_a_registrar.xlsx','{folder}/pagos_a_registrar.xlsx','2026-10-15 15:00:00.688605');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('default|1|FACTURA B',2);
INSERT INTO "lanes" VALUES('default|1|FACTURA A',5);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('default|1','55d708cf3f8cf861-619cf1d8b1c14a4882539b42db9585a3',1,'2026-10-15 15:00:00.448570');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00001-00000005','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.763685');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00001-00000001','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.760273');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00001-00000002','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.751420');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00001-00000003','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.786996');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00001-00000004','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.769935');
INSERT INTO "leases" VALUES('default|pay|FACTURA B 00001-00000001','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.789851');
INSERT INTO "leases" VALUES('default|pay|FACTURA B 00001-00000002','55d708cf3f8cf861-03696c2838a94e4f994a75c35a649063',1,'2026-10-15 15:00:00.798300');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','default','A-1',0,'A-1','8f6f06592bcc2e76776e9583640405edb6df3161479e97d7898c985920edca69','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.288896','2026-10-15 15:00:00.305548',NULL,'[]','[]','74567100000002','2026-10-25','{service}/pdf/-tWTGbaNULiVqzYykysn-Q.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.082949','2026-10-15 15:00:00.306469','','','');
INSERT INTO "operations" VALUES(2,'issue','default','A-2',0,'A-2','3c7336a63cbd100d144866f1118505acadecd43c23fef7ffd0441f4c3a184ae3','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','2420.60','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":2000.500,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":2420.60}}',NULL,NULL,1,3,'done',2,1,1,'2026-10-15 15:00:00.335041','2026-10-15 15:00:00.356617',NULL,'[]','[]','74567100000004','2026-10-25','{service}/pdf/fT8UoyfFFqovpArrpxNDng.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAyNDIwLjYwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083015','2026-10-15 15:00:00.357110','','','');
INSERT INTO "operations" VALUES(3,'issue','default','A-3',0,'A-3','d8428e9fd1c1b2775b2fb2ea6472bac84723c658f0bd936b605edf90711d73ab','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','363.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":300.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":363.00}}',NULL,NULL,1,4,'done',3,1,1,'2026-10-15 15:00:00.377449','2026-10-15 15:00:00.387681',NULL,'[]','[]','74567100000005','2026-10-25','{service}/pdf/X1-P4fD3OmetwQ5cLhBvKA.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMywgImltcG9ydGUiOiAzNjMuMDAsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA1In0=','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083040','2026-10-15 15:00:00.388079','','','');
INSERT INTO "operations" VALUES(4,'issue','default','A-4',0,'A-4','656f31d54862d93c637902404bc5d9529a84bb78230031bdb51b1d66ec2fe877','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','484.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":400.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":484.00}}',NULL,NULL,1,5,'done',4,1,1,'2026-10-15 15:00:00.411919','2026-10-15 15:00:00.421442',NULL,'[]','[]','74567100000006','2026-10-25','{service}/pdf/zGRpT7a6LUsl2Gxxkxr_ug.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogNCwgImltcG9ydGUiOiA0ODQuMDAsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA2In0=','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083060','2026-10-15 15:00:00.421804','','','');
INSERT INTO "operations" VALUES(5,'issue','default','A-5',0,'A-5','9c79818d4c037dabb459cfd8034c1f3017cbb4280284f7d68954fc62db28424f','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','940.17','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":777.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":940.17}}',NULL,NULL,1,6,'done',5,1,1,'2026-10-15 15:00:00.437616','2026-10-15 15:00:00.446252',NULL,'[]','[]','74567100000007','2026-10-25','{service}/pdf/4QjUSCaUXdWeaQcl_GtWeQ.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogNSwgImltcG9ydGUiOiA5NDAuMTcsICJtb25lZGEiOiAiUEVTIiwgIm5yb0RvY1JlYyI6ICIzMDcwNzA3MDcwMiIsICJ0aXBvQ29kQXV0IjogIkUiLCAiY29kQXV0IjogIjc0NTY3MTAwMDAwMDA3In0=','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083080','2026-10-15 15:00:00.446662','','','');
INSERT INTO "operations" VALUES(6,'issue','default','VTA-1',0,'VTA-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,7,'done',1,1,1,'2026-10-15 15:00:00.106969','2026-10-15 15:00:00.269035',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/LnoUxE_kfAH0QGIB6cDkBQ.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083099','2026-10-15 15:00:00.269613','','','');
INSERT INTO "operations" VALUES(7,'issue','default','VTA-2',0,'VTA-2','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,8,'done',2,1,1,'2026-10-15 15:00:00.290354','2026-10-15 15:00:00.311598',NULL,'[]','[]','74567100000003','2026-10-25','{service}/pdf/8Xe53cE8_nxAfvwjR491rA.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9','NO','e45c23a2ed5c495483b066adbcbb7311','2026-10-15 15:00:00.083119','2026-10-15 15:00:00.311997','','','');
INSERT INTO "operations" VALUES(8,'pay','default','FACTURA A 00001-00000001/conc-0e4c64307d0f527f-1',0,'','317e66ee40958d73faa35ce9319f730fbbf2f16c15f45dbab96b07568b314a9b','default|pay|FACTURA A 00001-00000001','default|pay|FACTURA A 00001-00000001','FACTURA A',1,'2026-10-15','','','PES','1210.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":1210.00}],"total":1210.00}}',1,NULL,2,2,'done',1,1,1,'2026-10-15 15:00:00.735745','2026-10-15 15:00:00.746082',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690302','2026-10-15 15:00:00.756036','','','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "operations" VALUES(9,'pay','default','FACTURA B 00001-00000002/conc-31421ade4da5ab45-1',0,'','72e0d1df5742786963b54c8812de6e8942fadbe8ea5a8ece3793ad28c1fcafea','default|pay|FACTURA B 00001-00000002','default|pay|FACTURA B 00001-00000002','FACTURA B',1,'2026-10-16','','','PES','1210.00','{"pagos":{"formas_pago":[{"descripcion":"MercadoPago","importe":1210.00}],"total":1210.00}}',2,NULL,2,3,'done',2,1,1,'2026-10-15 15:00:00.785933','2026-10-15 15:00:00.796875',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690359','2026-10-15 15:00:00.797090','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(10,'pay','default','FACTURA B 00001-00000001/conc-45824a287c3b5840-1',0,'','26a7ba8c2baaef10f645d5502dfb0258eb2758d8b7d5c996d0c73d04b0541be4','default|pay|FACTURA B 00001-00000001','default|pay|FACTURA B 00001-00000001','FACTURA B',1,'2026-10-15','','','PES','1210.00','{"pagos":{"formas_pago":[{"descripcion":"MercadoPago","importe":1210.00}],"total":1210.00}}',1,NULL,2,4,'done',1,1,1,'2026-10-15 15:00:00.783124','2026-10-15 15:00:00.788377',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690375','2026-10-15 15:00:00.788626','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(11,'pay','default','FACTURA A 00001-00000002/conc-6a400dd27c011521-1',0,'','cd15588cddada9a6e55fc838f83813d6800287f2fa00684e05f5137f2917c7b9','default|pay|FACTURA A 00001-00000002','default|pay|FACTURA A 00001-00000002','FACTURA A',1,'2026-10-15','','','PES','2420.60','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":2420.60}],"total":2420.60}}',2,NULL,2,5,'done',2,1,1,'2026-10-15 15:00:00.735805','2026-10-15 15:00:00.747252',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690390','2026-10-15 15:00:00.748608','','','{"total":2420.60,"status":"IMPAGA","left":2420.6,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "operations" VALUES(12,'pay','default','FACTURA A 00001-00000003/conc-9c337092db295880-1',0,'','aeaab86a5747d0086641652096aac37a241e9c36a90caab1a9d736ad82ac1b6f','default|pay|FACTURA A 00001-00000003','default|pay|FACTURA A 00001-00000003','FACTURA A',1,'2026-10-16','','','PES','363.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":363.00}],"total":363.00}}',3,NULL,2,6,'done',3,1,1,'2026-10-15 15:00:00.736130','2026-10-15 15:00:00.776585',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690404','2026-10-15 15:00:00.780937','','','{"total":363.00,"status":"IMPAGA","left":363,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "operations" VALUES(13,'pay','default','FACTURA A 00001-00000004/conc-9c337092db295880-1',0,'','289366f48a4d27ee38ec27605d1f125a062d5892d9b130ad6fb8c2a5556dc376','default|pay|FACTURA A 00001-00000004','default|pay|FACTURA A 00001-00000004','FACTURA A',1,'2026-10-16','','','PES','484.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":484.00}],"total":484.00}}',4,NULL,2,7,'done',4,1,1,'2026-10-15 15:00:00.766158','2026-10-15 15:00:00.768588',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690418','2026-10-15 15:00:00.768799','','','{"total":484.00,"status":"IMPAGA","left":484,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000008 (FACTURA A 0001-00000005)","0.00","40.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000009 (FACTURA A 0001-00000001)","0.00","1210.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000010 (FACTURA A 0001-00000002)","0.00","2420.60"],["2026-10-15","RECIBO DE COBRO X 0000-00000011 (FACTURA A 0001-00000005)","0.00","40.00"]]}');
INSERT INTO "operations" VALUES(14,'pay','default','FACTURA A 00001-00000005/conc-a47cbbf27370d574-1',0,'','5d16171a1f3278ab70050d8defd14906c14e8c59917ec9be92f3d80248ad2fc1','default|pay|FACTURA A 00001-00000005','default|pay|FACTURA A 00001-00000005','FACTURA A',1,'2026-10-16','','','PES','40.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":40.00}],"total":40.00}}',5,NULL,2,8,'done',5,1,1,'2026-10-15 15:00:00.732110','2026-10-15 15:00:00.742819',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690431','2026-10-15 15:00:00.744632','','','{"total":940.17,"status":"IMPAGA","left":940.17,"paid":0,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"]]}');
INSERT INTO "operations" VALUES(15,'pay','default','FACTURA A 00001-00000005/conc-a47cbbf27370d574-2',0,'','5d16171a1f3278ab70050d8defd14906c14e8c59917ec9be92f3d80248ad2fc1','default|pay|FACTURA A 00001-00000005','default|pay|FACTURA A 00001-00000005','FACTURA A',1,'2026-10-16','','','PES','40.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":40.00}],"total":40.00}}',5,NULL,2,9,'done',5,1,1,'2026-10-15 15:00:00.754131','2026-10-15 15:00:00.757409',NULL,'[]','[]','',NULL,'','','','33e3a15f4e2348eab1bc921f2df22da3','2026-10-15 15:00:00.690444','2026-10-15 15:00:00.760903','','','{"total":940.17,"status":"PAGO PARCIAL","left":900.17,"paid":40.00,"rows":[["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000002 (MI EMPRESA)","2420.60","0.00"],["2026-10-15","FACTURA A 0001-00000003 (MI EMPRESA)","363.00","0.00"],["2026-10-15","FACTURA A 0001-00000004 (MI EMPRESA)","484.00","0.00"],["2026-10-15","FACTURA A 0001-00000005 (MI EMPRESA)","940.17","0.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000008 (FACTURA A 0001-00000005)","0.00","40.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000009 (FACTURA A 0001-00000001)","0.00","1210.00"],["2026-10-15","RECIBO DE COBRO X 0000-00000010 (FACTURA A 0001-00000002)","0.00","2420.60"]]}');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
